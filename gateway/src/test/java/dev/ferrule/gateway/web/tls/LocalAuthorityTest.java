package dev.ferrule.gateway.web.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.LogWitness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAuthorityTest {

  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final ServerNames NAMES = names("greenhouse", "greenhouse.local", "192.168.1.4");

  @TempDir private Path data;

  private static ServerNames names(String... hosts) {
    return new ServerNames(new TreeSet<>(), new TreeSet<>())
        .and(List.of("localhost", "127.0.0.1", "::1"))
        .and(List.of(hosts));
  }

  private LocalAuthority.Issued issue(Instant clock) throws IOException {
    return new LocalAuthority(data).issue(NAMES, clock);
  }

  /**
   * As RFC 5280 has it. The root is in the path: the JDK does not look at constraints of anchors.
   */
  private static void verify(LocalAuthority.Issued issued, X509Certificate leaf, Instant when)
      throws GeneralSecurityException {
    X509Certificate root = issued.authority().leaf();
    TrustAnchor anchor = new TrustAnchor(root.getSubjectX500Principal(), root.getPublicKey(), null);
    PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(when));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf, root)),
            parameters);
  }

  @Test
  void signsALeafForTheNamesOfTheMachine() throws Exception {
    LocalAuthority.Issued issued = issue(NOW);
    X509Certificate leaf = issued.leaf().leaf();
    verify(issued, leaf, NOW);
    assertEquals(NAMES, issued.leaf().names());
    assertEquals(-1, leaf.getBasicConstraints());
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), leaf.getExtendedKeyUsage());
    boolean[] usage = leaf.getKeyUsage();
    assertTrue(usage[0] && !usage[5], "a signature, and no certificates");
    assertTrue(life(leaf).toDays() <= 90, life(leaf).toString());
    assertEquals(2, issued.leaf().chain().size());
    assertFalse(leaf.getSerialNumber().equals(issued.authority().leaf().getSerialNumber()));
  }

  @Test
  void isAnAuthorityOfTenYearsAtMostAndOfNoOther() throws Exception {
    X509Certificate root = issue(NOW).authority().leaf();
    assertEquals(0, root.getBasicConstraints());
    assertTrue(root.getKeyUsage()[5]);
    assertTrue(life(root).toDays() <= 3653, life(root).toString());
    assertTrue(root.getCriticalExtensionOIDs().contains("2.5.29.30"));
  }

  private static Duration life(X509Certificate certificate) {
    return Duration.between(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "bank", "8.8.8.8", "2606:4700:4700::1111"})
  void isWorthNothingForNamesAndAddressesOfTheInternet(String foreign) throws Exception {
    LocalAuthority.Issued issued = issue(NOW);
    Credential stolen =
        CertificateMaker.leaf(
            issued.authority(), names(foreign), NOW.minusSeconds(1), NOW.plusSeconds(1));
    assertThrows(
        CertPathValidatorException.class, () -> verify(issued, stolen.leaf(), NOW), foreign);
  }

  @Test
  void leavesOutWhatItMayNotSign() throws Exception {
    issue(NOW);
    LocalAuthority authority = new LocalAuthority(data);
    ServerNames wanted = NAMES.and(List.of("renamed", "renamed.local", "8.8.8.8", "10.1.2.3"));
    LocalAuthority.Issued issued = authority.issue(wanted, NOW);
    assertEquals(NAMES.and(List.of("renamed.local", "10.1.2.3")), issued.leaf().names());
    assertEquals(issued, authority.issue(wanted, NOW));
  }

  @Test
  void signsFurtherNamesAfterItWasMadeAnew() throws Exception {
    LocalAuthority.Issued before = issue(NOW);
    LocalAuthority authority = new LocalAuthority(data);
    ServerNames wanted = NAMES.and(List.of("plant.example.org"));
    authority.renew(wanted.names(), NOW);
    LocalAuthority.Issued after = authority.issue(wanted, NOW);
    assertNotEquals(before.authority(), after.authority());
    assertEquals(wanted, after.leaf().names());
    verify(after, after.leaf().leaf(), NOW);
  }

  @Test
  void keepsAuthorityAndLeafAcrossStarts() throws Exception {
    LocalAuthority.Issued first = issue(NOW);
    assertEquals(first, issue(NOW.plus(Duration.ofDays(20))));
  }

  @Test
  void renewsALeafAMonthBeforeItsEnd() throws Exception {
    LocalAuthority.Issued first = issue(NOW);
    Instant late = first.leaf().leaf().getNotAfter().toInstant().minus(LocalAuthority.RENEW);
    LocalAuthority.Issued second = issue(late.plusSeconds(1));
    assertEquals(first.authority(), second.authority());
    assertNotEquals(first.leaf(), second.leaf());
    verify(second, second.leaf().leaf(), late.plus(Duration.ofDays(60)));
  }

  /** A Pi whose clock has not been set yet. */
  @Test
  void signsWhatHoldsForEverybodyElseWhileTheClockIsAtItsBeginning() throws Exception {
    LocalAuthority.Issued unset = issue(Instant.EPOCH);
    verify(unset, unset.leaf().leaf(), LocalAuthority.EARLIEST.plus(Duration.ofDays(30)));
    LocalAuthority.Issued set = issue(NOW);
    assertEquals(unset.authority(), set.authority());
    verify(set, set.leaf().leaf(), NOW);
  }

  @Test
  void signsAnewWhenTheClockWasAhead() throws Exception {
    LocalAuthority.Issued ahead = issue(NOW.plus(Duration.ofDays(400)));
    LocalAuthority.Issued right = issue(NOW);
    assertEquals(ahead.authority(), right.authority());
    verify(right, right.leaf().leaf(), NOW);
  }

  @Test
  void keepsItsKeysFromOthersAndItsCertificateForAll() throws Exception {
    issue(NOW);
    Path tls = data.resolve("tls");
    assertEquals("rw-------", mode(tls.resolve("ca.pem")));
    assertEquals("rw-------", mode(tls.resolve("server.pem")));
    assertEquals("rw-r--r--", mode(tls.resolve("ca.crt")));
    assertFalse(Files.readString(tls.resolve("ca.crt")).contains("PRIVATE"));
    try (var files = Files.list(tls)) {
      assertEquals(3, files.count());
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void setsADamagedAuthorityAsideAndSaysSo() throws Exception {
    LocalAuthority.Issued first = issue(NOW);
    Path file = data.resolve("tls/ca.pem");
    Files.writeString(file, Files.readString(file).substring(0, 300));
    try (LogWitness log = new LogWitness("dev.ferrule.tls")) {
      assertNotEquals(first.authority(), issue(NOW).authority());
      assertTrue(log.heard().stream().anyMatch(line -> line.getMessage().contains("is damaged")));
    }
    try (var files = Files.list(data.resolve("tls"))) {
      assertEquals(1, files.filter(f -> f.toString().contains(".bad-")).count());
    }
  }

  @Test
  void neverPrintsAKey() throws Exception {
    LocalAuthority.Issued issued = issue(NOW);
    String text = issued + " " + ServerIdentity.Certificate.of(issued.leaf());
    assertFalse(text.contains("PRIVATE"), text);
  }
}
