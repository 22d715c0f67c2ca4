package dev.ferrule.gateway.install;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Debian package from its installation to its removal, under systemd. */
class PackageIT {

  private static final String CONFIGURATION = "/etc/ferrule/ferrule.yaml";

  /** Everything but what the kernel, logs and dpkg itself keep. */
  private static final String ALL_FILES =
      "find / -xdev \\( -path /proc -o -path /sys -o -path /run -o -path /tmp -o -path /root"
          + " -o -path /var/log -o -path /var/lib/dpkg -o -path /var/tmp -o -path /dev"
          + " -o -path /var/cache/ldconfig \\) -prune -o -print";

  /** Over plain HTTP, which leads to https. */
  private static final String PAGE =
      "exec 3<>/dev/tcp/127.0.0.1/8080;"
          + " printf 'GET %s HTTP/1.0\\r\\nHost: localhost:8080\\r\\n\\r\\n' >&3; cat <&3";

  /** From the log what matters, when the service is not as it should be. */
  private static final String ACTIVE =
      "systemctl is-active ferrule || { journalctl -u ferrule --no-pager | tail -n 40; exit 1; }";

  private static final Pattern SETUP_CODE =
      Pattern.compile("setup code: [0-9A-Z]{4}(-[0-9A-Z]{4}){3}\n");

  @TempDir private Path temp;

  private Path newest;

  @BeforeEach
  void needsAPackageAndTheRightToBoot() throws IOException {
    String lacking = DebianMachine.lacks();
    assumeTrue(lacking.isEmpty(), lacking);
    newest = DebianPackage.built();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bookworm", "trixie"})
  void servesThePageAtOnceAndLeavesNothingButDataBehind(String suite) throws Exception {
    try (DebianMachine machine = DebianMachine.boot(suite, temp)) {
      Set<String> before = files(machine);

      String installed = machine.must("dpkg -i " + machine.put(newest));

      assertAll(
          () -> assertTrue(installed.contains("ferrule ports "), installed),
          () -> assertTrue(SETUP_CODE.matcher(installed).find(), installed),
          () -> assertFalse(installed.contains("no start-up cache"), installed));
      assertServes(machine);
      machine.must("setpriv --reuid=ferrule --clear-groups touch /var/lib/ferrule/history.db");
      machine.must("dpkg -r ferrule");
      assertAll(
          () -> assertNotEquals(0, machine.run("systemctl is-active ferrule").exitCode()),
          () -> assertEquals(0, machine.run("test -e " + CONFIGURATION).exitCode()),
          () -> assertNotEquals(0, machine.run("test -e /usr/lib/ferrule").exitCode()));
      String purged = machine.must("dpkg -P ferrule");
      assertTrue(purged.contains("userdel ferrule"), purged);
      Set<String> left = files(machine);
      left.removeAll(before);
      assertAll(
          () -> assertTrue(left.contains("/var/lib/ferrule/history.db"), left.toString()),
          () -> assertTrue(left.contains("/var/lib/ferrule/accounts.json"), left.toString()),
          () ->
              assertEquals(
                  List.of(),
                  left.stream().filter(file -> !file.startsWith("/var/lib/ferrule")).toList()));
    }
  }

  private static void assertServes(DebianMachine machine) throws Exception {
    String version = machine.must("ferrule --version");
    String check = machine.must("ferrule check " + CONFIGURATION);
    // Type=notify: active is what said READY=1.
    machine.must(ACTIVE);
    String state =
        machine.must(
            "systemctl show ferrule -p Type,User,WatchdogTimestampMonotonic,StateDirectory");
    String page = machine.must(PAGE.formatted("/"));
    String authority = machine.must(PAGE.formatted("/ca"));
    String user =
        machine.must(
            "echo a horse that counts | ferrule user add kim --role admin --password-file -");
    machine.must("ferrule token add meter --role engineer > /tmp/token");
    // No device is there to capture; the answer came through TLS and past the login.
    String answer =
        machine
            .run(
                "ferrule capture --device none --url https://localhost:8443 --token-file /tmp/token"
                    + " 2>&1")
            .output();
    String groups = machine.must("id -nG ferrule");
    String exposure = machine.must("systemd-analyze security --no-pager ferrule | tail -n 1");
    assertAll(
        () ->
            assertTrue(version.matches("(?s)ferrule 0\\..*, commit [0-9a-f]{12}\\+?\n.*"), version),
        () -> assertTrue(check.contains("0 devices"), check),
        () -> assertTrue(state.contains("Type=notify\n"), state),
        () -> assertFalse(state.contains("WatchdogTimestampMonotonic=0\n"), state),
        () -> assertTrue(page.contains(" 308 ") && page.contains("https://localhost:8443/"), page),
        () -> assertTrue(authority.contains(" 200 ") && authority.contains("ca.crt"), authority),
        () -> assertTrue(user.contains("kim can log in as admin"), user),
        () -> assertTrue(answer.contains("none"), answer),
        () -> assertFalse(answer.contains("trust") || answer.contains("who asks"), answer),
        () -> assertEquals("ferrule dialout gpio", groups.strip()),
        () -> assertTrue(level(exposure) <= 2.5, exposure));
    machine.must("test -s /usr/share/bash-completion/completions/ferrule");
    machine.must("test -s /usr/lib/ferrule/lib/ferrule.aot");
  }

  private static double level(String exposure) {
    return Double.parseDouble(exposure.replaceAll("(?s).*: ([0-9.]+) .*", "$1"));
  }

  @Test
  void keepsConfigurationAndDataThroughUpgradeAndDowngrade() throws Exception {
    try (DebianMachine machine = DebianMachine.boot("bookworm", temp)) {
      String old = machine.put(older());
      String current = machine.put(newest);
      machine.must("dpkg -i " + old);
      machine.must("sed -i 's/name: Ferrule/name: Pump house/' " + CONFIGURATION);
      machine.must("setpriv --reuid=ferrule --clear-groups sh -c 'echo 7 >/var/lib/ferrule/kept'");
      machine.must("test -e /usr/lib/ferrule/lib/withdrawn.jar");

      machine.must("dpkg -i " + current);

      assertKept(machine);
      machine.must("test ! -e /usr/lib/ferrule/lib/withdrawn.jar");
      machine.must("dpkg -i " + old);
      assertKept(machine);
    }
  }

  private static void assertKept(DebianMachine machine) throws Exception {
    machine.must(ACTIVE);
    String check = machine.must("ferrule check " + CONFIGURATION);
    assertAll(
        () -> assertTrue(check.contains("Pump house"), check),
        () -> assertEquals("7", machine.must("cat /var/lib/ferrule/kept").strip()));
  }

  @Test
  void recoversFromUpgradesThatWereKilled() throws Exception {
    try (DebianMachine machine = DebianMachine.boot("bookworm", temp)) {
      String old = machine.put(older());
      String current = machine.put(newest);
      machine.must("dpkg -i " + old);

      killed(machine, current, "ls /usr/lib/ferrule/lib/*.dpkg-new");
      machine.must("dpkg -i " + current);
      machine.must(ACTIVE);
      machine.must("dpkg -i " + old);
      killed(machine, current, "grep 'status half-configured' /var/log/dpkg.log | grep -v 0.0.9");
      machine.must("dpkg --configure -a");

      machine.must(ACTIVE);
      String status = machine.must("dpkg-query -W -f='${Status}' ferrule; dpkg -V ferrule");
      assertEquals("install ok installed", status.strip());
      machine.must("test -s /usr/lib/ferrule/lib/ferrule.aot");
    }
  }

  /** Kills dpkg and all that it started once something is so. */
  private static void killed(DebianMachine machine, String file, String when) throws Exception {
    String state =
        machine.must(
            ": >/var/log/dpkg.log; setsid dpkg -i "
                + file
                + " >/dev/null 2>&1 & dpkg=$!; until "
                + when
                + " >/dev/null 2>&1; do kill -0 $dpkg || exit 1; done;"
                + " kill -9 -$dpkg; wait $dpkg; dpkg-query -W -f='${Status}' ferrule");
    assertNotEquals("install ok installed", state);
  }

  /** The same package as an older version, with a file that the newer one does not have. */
  private Path older() throws IOException, InterruptedException {
    Path tree = temp.resolve("older");
    Command.run("dpkg-deb", "--raw-extract", newest.toString(), tree.toString()).succeeded();
    Path control = tree.resolve("DEBIAN/control");
    Files.writeString(
        control, Files.readString(control).replaceFirst("Version: .*", "Version: 0.0.9"));
    Files.writeString(tree.resolve("usr/lib/ferrule/lib/withdrawn.jar"), "");
    Path file = temp.resolve("ferrule_0.0.9.deb");
    Command.run("dpkg-deb", "-Zgzip", "-z1", "--build", tree.toString(), file.toString())
        .succeeded();
    return file;
  }

  private static Set<String> files(DebianMachine machine) throws Exception {
    return Arrays.stream(machine.must(ALL_FILES).split("\n"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
