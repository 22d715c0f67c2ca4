package dev.ferrule.gateway.web.tls;

import dev.ferrule.gateway.security.AddressRange;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * The gateway's own certificate authority and the leaf that it signs for this machine, in a
 * directory of their own.
 *
 * <p>A Pi may have no clock when it starts. So the authority is valid from {@link #EARLIEST} on,
 * whatever the clock says; a leaf begins a week before it is made, is made as if it were {@link
 * #EARLIEST} when the clock says less, and anew when the clock turns out to have been wrong.
 *
 * <p>Owner: one thread; what another process writes is seen with the next call.
 */
public final class LocalAuthority {

  private static final System.Logger LOG = System.getLogger("dev.ferrule.tls");

  /** No clock that is right says less. */
  static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration AUTHORITY_LIFE = YEAR.multipliedBy(10);

  /** What a leaf begins before it is made, for browsers whose clock is behind. */
  private static final Duration BACK = Duration.ofDays(7);

  /** From the first moment to the last: 90 days. */
  private static final Duration LEAF_LIFE = Duration.ofDays(90);

  /** A leaf that ends sooner is renewed. */
  static final Duration RENEW = Duration.ofDays(30);

  /** Names that no public authority signs: a stolen key is worth nothing elsewhere. */
  private static final List<String> DOMAINS =
      List.of("localhost", "local", "lan", "home", "home.arpa", "internal");

  /** Addresses that are nobody's on the internet (RFC 1918, 6598, 4193, and the machine itself). */
  private static final List<String> NETWORKS =
      List.of(
          "127.0.0.0/8",
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "169.254.0.0/16",
          "100.64.0.0/10",
          "0:0:0:0:0:0:0:1/128",
          "fc00:0:0:0:0:0:0:0/7",
          "fe80:0:0:0:0:0:0:0/10");

  private static final String AUTHORITY = "ca.pem";
  private static final String PUBLIC = "ca.crt";
  private static final String LEAF = "server.pem";

  private final TlsDirectory directory;

  /** The names and addresses that an authority may sign, once they were asked for. */
  private Optional<Scope> scope = Optional.empty();

  private record Scope(Credential authority, List<String> domains, List<AddressRange> networks) {}

  /** What is in {@code data}, or will be. */
  public LocalAuthority(Path data) {
    this.directory = new TlsDirectory(data.resolve("tls"));
  }

  /** The directory; need not exist. */
  public Path directory() {
    return directory.path();
  }

  /** Where the authority's public certificate is for others to read. */
  public Path certificate() {
    return directory.path().resolve(PUBLIC);
  }

  /** The authority, if there is one already. */
  public Optional<ServerIdentity.Authority> authority() throws IOException {
    return load().map(ServerIdentity.Authority::of);
  }

  private Optional<Credential> load() throws IOException {
    try {
      String text = directory.read(AUTHORITY);
      return Optional.of(Credential.of(text, text));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      Path bad = directory.setAside(AUTHORITY);
      LOG.log(
          Level.WARNING,
          "The certificate authority of this gateway is damaged ({0}) and was moved to {1}; every"
              + " device must install a new one",
          e.getMessage(),
          bad);
      return Optional.empty();
    }
  }

  /**
   * Makes a new authority; every device that trusted the old one must install it.
   *
   * @param names that it may sign beyond those of any local network
   */
  public ServerIdentity.Authority renew(SortedSet<String> names, Instant clock) throws IOException {
    return ServerIdentity.Authority.of(make(names, clock));
  }

  private Credential make(SortedSet<String> names, Instant clock) throws IOException {
    Instant now = atLeast(clock);
    Instant from = now.isBefore(EARLIEST.plus(YEAR.multipliedBy(5))) ? EARLIEST : now.minus(BACK);
    TreeSet<String> domains = new TreeSet<>(DOMAINS);
    domains.addAll(names);
    String machine =
        names.stream().filter(name -> name.endsWith(".local")).findFirst().orElse("this machine");
    Credential made =
        CertificateMaker.authority(
            "Ferrule CA of " + machine + " " + now.toString().substring(0, 10),
            List.copyOf(domains),
            NETWORKS,
            from,
            from.plus(AUTHORITY_LIFE));
    directory.write(AUTHORITY, made.text(), false);
    return made;
  }

  private static Instant atLeast(Instant clock) {
    return clock.isBefore(EARLIEST) ? EARLIEST : clock;
  }

  /** What is used for now: an authority, and a leaf of it. */
  record Issued(Credential authority, Credential leaf) {}

  /**
   * The leaf for {@code wanted}; both it and the authority are made if need be.
   *
   * @param clock what the clock says, right or wrong
   */
  Issued issue(ServerNames wanted, Instant clock) throws IOException {
    Instant now = atLeast(clock);
    Optional<Credential> known = load();
    if (known.isPresent()
        && now.isAfter(known.get().leaf().getNotAfter().toInstant().minus(RENEW))) {
      LOG.log(
          Level.WARNING,
          "The certificate authority of this gateway has come to its end; every device must install"
              + " a new one");
      known = Optional.empty();
    }
    Credential authority = known.isPresent() ? known.get() : make(wanted.names(), clock);
    publish(authority);
    Optional<Credential> leaf = leaf(authority, now);
    if (leaf.isPresent() && leaf.get().names().cover(wanted)) {
      return new Issued(authority, leaf.get());
    }
    ServerNames allowed = allowed(authority, wanted);
    if (leaf.isPresent() && leaf.get().names().cover(allowed)) {
      return new Issued(authority, leaf.get());
    }
    Credential made = makeLeaf(authority, allowed, now);
    sayLeftOut(wanted, allowed);
    directory.write(LEAF, made.text(), false);
    return new Issued(authority, made);
  }

  private void publish(Credential authority) throws IOException {
    String text = Pem.text(List.of(authority.leaf()));
    if (!directory.holds(PUBLIC, text)) {
      directory.write(PUBLIC, text, true);
    }
  }

  /** The leaf that is there, if it is one of this authority and will do for a while. */
  private Optional<Credential> leaf(Credential authority, Instant now) throws IOException {
    try {
      String text = directory.read(LEAF);
      Credential leaf = Credential.of(text, text);
      leaf.leaf().verify(authority.leaf().getPublicKey());
      return leaf.isValidAt(now) && leaf.isValidAt(now.plus(RENEW))
          ? Optional.of(leaf)
          : Optional.empty();
    } catch (NoSuchFileException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Credential makeLeaf(Credential authority, ServerNames names, Instant now) {
    Instant begin = authority.leaf().getNotBefore().toInstant();
    Instant end = authority.leaf().getNotAfter().toInstant();
    Instant from = now.minus(BACK).isBefore(begin) ? begin : now.minus(BACK);
    Instant until = from.plus(LEAF_LIFE).isAfter(end) ? end : from.plus(LEAF_LIFE);
    Credential made = CertificateMaker.leaf(authority, names, from, until);
    LOG.log(
        Level.INFO,
        "Certificate until {0} for {1}, {2}",
        until.toString().substring(0, 10),
        String.join(", ", names.names()),
        String.join(", ", names.addresses()));
    return made;
  }

  private static void sayLeftOut(ServerNames wanted, ServerNames allowed) {
    TreeSet<String> left = new TreeSet<>(wanted.names());
    left.addAll(wanted.addresses());
    left.removeAll(allowed.names());
    left.removeAll(allowed.addresses());
    if (!left.isEmpty()) {
      LOG.log(
          Level.INFO,
          "Not in the certificate: {0}; the authority signs for local networks only, and for names"
              + " that came after it was made once it is renewed: ferrule ca renew",
          String.join(", ", left));
    }
  }

  /** Those of the wanted names and addresses that the authority may sign. */
  private ServerNames allowed(Credential authority, ServerNames wanted) {
    Scope may = scope.filter(known -> known.authority().equals(authority)).orElse(null);
    if (may == null) {
      may = scopeOf(authority);
      scope = Optional.of(may);
    }
    TreeSet<String> names = new TreeSet<>(wanted.names());
    TreeSet<String> addresses = new TreeSet<>(wanted.addresses());
    List<String> domains = may.domains();
    List<AddressRange> networks = may.networks();
    names.removeIf(
        name ->
            domains.stream()
                .noneMatch(domain -> name.equals(domain) || name.endsWith("." + domain)));
    addresses.removeIf(
        address -> networks.stream().noneMatch(network -> network.contains(address)));
    return new ServerNames(names, addresses);
  }

  private static Scope scopeOf(Credential authority) {
    List<String> domains = new ArrayList<>();
    List<AddressRange> networks = new ArrayList<>();
    try {
      NameConstraints constraints =
          NameConstraints.getInstance(
              new JcaX509CertificateHolder(authority.leaf())
                  .getExtensions()
                  .getExtensionParsedValue(Extension.nameConstraints));
      for (GeneralSubtree tree : constraints.getPermittedSubtrees()) {
        GeneralName base = tree.getBase();
        if (base.getTagNo() == GeneralName.dNSName) {
          domains.add(base.getName().toString());
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an authority of this gateway has constraints", e);
    }
    NETWORKS.forEach(network -> networks.add(AddressRange.parse(network)));
    return new Scope(authority, domains, networks);
  }
}
