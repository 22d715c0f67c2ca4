package dev.ferrule.gateway.mqtt.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferrule.gateway.LogWitness;
import dev.ferrule.gateway.mqtt.BrokerSettings;
import dev.ferrule.gateway.mqtt.BrokerSettings.Identity;
import dev.ferrule.gateway.mqtt.BrokerSettings.Login;
import dev.ferrule.gateway.mqtt.BrokerSettings.Tls;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import dev.ferrule.gateway.mqtt.BrokerTrial;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person reads in the log when a broker cannot be had, and that TLS verifies. */
@Timeout(120)
class BrokerTroubleTest {

  private static final String PASSWORD = "a secret of the broker";

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource
  void saysThatTheLoginWasRefusedAndNotWithWhat(Version version) throws Exception {
    try (var broker = withUsers()) {
      broker.start();
      Path file = Files.writeString(temp.resolve("wrong"), PASSWORD + "\n");
      String told =
          trouble(
              BridgeRig.broker(
                  broker.port(),
                  version,
                  Optional.empty(),
                  Optional.of(new Login("gw", Optional.of(file)))));
      assertEquals(
          "the broker refused the login of user \"gw\"; correct user or password_file", told);
    }
  }

  @Test
  void logsInWithTheFirstLineOfAFile() throws Exception {
    try (var broker = withUsers()) {
      broker.start();
      Path file = Files.writeString(temp.resolve("right"), "right\n");
      BrokerSettings settings =
          BridgeRig.broker(
              broker.port(),
              Version.V5,
              Optional.empty(),
              Optional.of(new Login("gw", Optional.of(file))));
      assertEquals("Connected to", connected(settings));
    }
  }

  @Test
  void triesABrokerWithoutDisturbingTheGateway() throws Exception {
    try (var broker = new MosquittoProcess(temp)) {
      broker.start();
      BrokerSettings settings = BridgeRig.broker(broker.port(), Version.V5);
      try (var watcher = new Watcher(broker.port(), "ferrule/g/$state");
          var _ = new BridgeRig(BridgeRig.settings(settings))) {
        watcher.await("ferrule/g/$state", "online");
        assertEquals(Optional.empty(), BrokerTrial.run(settings));
        assertEquals(1, watcher.passed().size(), "it went on");
      }
      broker.kill();
      assertEquals(
          "nothing listens on 127.0.0.1:" + broker.port(),
          BrokerTrial.run(settings).orElseThrow().cause());
    }
  }

  @Test
  void saysWhichFileCannotBeRead() throws Exception {
    Path file = temp.resolve("none");
    String told =
        trouble(
            BridgeRig.broker(
                1, Version.V5, Optional.empty(), Optional.of(new Login("gw", Optional.of(file)))));
    assertEquals(file + ": there is no such file", told);
  }

  @Test
  void saysThatThereIsNoSuchHost() throws Exception {
    String told =
        trouble(
            new BrokerSettings(
                "test",
                "no.such.host.invalid",
                1883,
                Optional.empty(),
                Version.V5,
                "ferrule-g",
                Optional.empty(),
                Duration.ofSeconds(30)));
    assertTrue(told.startsWith("there is no host no.such.host.invalid; "), told);
  }

  @Test
  void saysThatNothingListens() throws Exception {
    int port = MosquittoProcess.freePort();
    assertEquals(
        "nothing listens on 127.0.0.1:" + port + "; start the broker, or correct the url",
        trouble(BridgeRig.broker(port, Version.V5)));
  }

  @Test
  void trustsACertificateOfTheAuthorityThatIsNamed() throws Exception {
    var authority = new TestAuthority(temp, "right");
    try (var broker = withTls(authority, "127.0.0.1")) {
      broker.start();
      assertEquals("Connected to", connected(tls(broker, Optional.of(authority.file), false)));
    }
  }

  @Test
  void trustsNoCertificateOfAnotherAuthority() throws Exception {
    var authority = new TestAuthority(temp, "right");
    var other = new TestAuthority(temp, "other");
    try (var broker = withTls(authority, "127.0.0.1")) {
      broker.start();
      String told =
          "the broker's certificate is not trusted;"
              + " name the authority that signed it: ca_file: /path/ca.crt";
      assertEquals(told, trouble(tls(broker, Optional.of(other.file), false)));
      assertEquals(told, trouble(tls(broker, Optional.empty(), false)));
    }
  }

  @Test
  void trustsNoCertificateForAnotherName() throws Exception {
    var authority = new TestAuthority(temp, "right");
    try (var broker = withTls(authority, "broker.example")) {
      broker.start();
      assertEquals(
          "the broker's certificate is not for 127.0.0.1; use in url the name that is in it",
          trouble(tls(broker, Optional.of(authority.file), false)));
    }
  }

  @Test
  void showsItsOwnCertificateWhereOneIsAskedFor() throws Exception {
    var authority = new TestAuthority(temp, "right");
    try (var broker =
        withTls(
            authority, "127.0.0.1", "require_certificate true", "use_identity_as_username true")) {
      broker.start();
      authority.certificate("client", "");
      assertEquals("Connected to", connected(tls(broker, Optional.of(authority.file), true)));
      String told = trouble(tls(broker, Optional.of(authority.file), false));
      assertTrue(told.contains("certificate_file and key_file"), told);
    }
  }

  @Test
  void saysThatTheBrokerDoesNotSpeakTls() throws Exception {
    try (var broker = new MosquittoProcess(temp)) {
      broker.start();
      String told = trouble(tls(broker, Optional.empty(), false));
      assertTrue(told.contains("TLS"), told);
    }
  }

  @Test
  void saysThatAnotherClientHasItsId() throws Exception {
    try (var broker = new MosquittoProcess(temp);
        var witness = new LogWitness("dev.ferrule.mqtt.test")) {
      broker.start();
      var settings = BridgeRig.settings(BridgeRig.broker(broker.port(), Version.V5));
      try (var _ = new BridgeRig(settings);
          var _ = new BridgeRig(settings)) {
        String told = told(witness);
        assertTrue(told.contains("the id ferrule-g"), told);
      }
    }
  }

  @Test
  void triesSeldomAndSaysAThingOnce() throws Exception {
    try (var refusing = new ServerSocket(0);
        var witness = new LogWitness("dev.ferrule.mqtt.test")) {
      int tries = 0;
      try (var _ =
          new BridgeRig(
              BridgeRig.settings(BridgeRig.broker(refusing.getLocalPort(), Version.V5)))) {
        refusing.setSoTimeout(4_000);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        while (System.nanoTime() < end) {
          tries += accepted(refusing) ? 1 : 0;
        }
      }
      long warnings =
          witness.heard().stream()
              .filter(
                  line -> line.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue())
              .count();
      int counted = tries;
      assertTrue(tries >= 1 && tries <= 21, () -> "tries: " + counted);
      assertEquals(1, warnings);
    }
  }

  private static boolean accepted(ServerSocket server) throws IOException {
    try {
      server.accept().close();
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    }
  }

  private MosquittoProcess withUsers() throws Exception {
    Path hashes = temp.resolve("users");
    Optional<Path> maker =
        MosquittoProcess.program()
            .map(broker -> Path.of("/usr/bin/mosquitto_passwd"))
            .filter(Files::isExecutable);
    assumeTrue(maker.isPresent(), "mosquitto_passwd is missing: apt install mosquitto");
    int exit =
        new ProcessBuilder(maker.get().toString(), "-b", "-c", hashes.toString(), "gw", "right")
            .start()
            .waitFor();
    assertEquals(0, exit);
    return new MosquittoProcess(temp, "allow_anonymous false", "password_file " + hashes);
  }

  private MosquittoProcess withTls(TestAuthority authority, String address, String... more)
      throws Exception {
    Path certificate = authority.certificate("server", address);
    String[] settings = new String[more.length + 3];
    settings[0] = "cafile " + authority.file;
    settings[1] = "certfile " + certificate;
    settings[2] = "keyfile " + temp.resolve("server.key");
    System.arraycopy(more, 0, settings, 3, more.length);
    return new MosquittoProcess(temp, settings);
  }

  private BrokerSettings tls(MosquittoProcess broker, Optional<Path> authority, boolean client) {
    Optional<Identity> identity =
        client
            ? Optional.of(new Identity(temp.resolve("client.crt"), temp.resolve("client.key")))
            : Optional.empty();
    return BridgeRig.broker(
        broker.port(), Version.V5, Optional.of(new Tls(authority, identity)), Optional.empty());
  }

  /** What the log says is the matter. */
  private static String trouble(BrokerSettings broker) throws Exception {
    try (var witness = new LogWitness("dev.ferrule.mqtt.test");
        var _ = new BridgeRig(BridgeRig.settings(broker))) {
      return told(witness);
    }
  }

  private static String told(LogWitness witness) throws InterruptedException {
    while (true) {
      LogRecord line = next(witness);
      assertFalse(text(line).contains(PASSWORD), text(line));
      if (line.getMessage().startsWith("Not connected")) {
        return String.valueOf(line.getParameters()[1]);
      }
    }
  }

  private static String connected(BrokerSettings broker) throws Exception {
    try (var witness = new LogWitness("dev.ferrule.mqtt.test");
        var _ = new BridgeRig(BridgeRig.settings(broker))) {
      String text = text(next(witness));
      return text.substring(0, Math.min(text.length(), "Connected to".length()));
    }
  }

  private static LogRecord next(LogWitness witness) throws InterruptedException {
    LogRecord line = witness.heard().poll(1, TimeUnit.MINUTES);
    if (line == null) {
      throw new AssertionError("nothing was logged");
    }
    return line;
  }

  private static String text(LogRecord line) {
    return MessageFormat.format(line.getMessage(), line.getParameters());
  }
}
