package dev.ferrule.gateway.mqtt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a broker is and how to get in. Holds paths of secrets, never a secret.
 *
 * @param name what the configuration calls it, for logs and as actor of commands
 * @param host name or address
 * @param port 1 to 65535
 * @param tls how the connection is encrypted; empty when it is not
 * @param version of the protocol
 * @param clientId who the gateway is to the broker, 1 to 64 characters
 * @param login user and password; empty when the broker asks for none
 * @param keepAlive how long nothing may be said before the broker is asked whether it is there, 5 s
 *     to 18 h
 */
public record BrokerSettings(
    String name,
    String host,
    int port,
    Optional<Tls> tls,
    Version version,
    String clientId,
    Optional<Login> login,
    Duration keepAlive) {

  /** Port of a broker that is not given one. */
  public static final int PLAIN_PORT = 1883;

  /** The same with TLS. */
  public static final int TLS_PORT = 8883;

  /** Pings keep a connection through usual routers, and a dead one is noticed in a minute. */
  public static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(30);

  /** What the broker speaks. */
  public enum Version {
    /** MQTT 5. */
    V5,
    /** MQTT 3.1.1, for old brokers. */
    V3_1_1
  }

  /**
   * Whom to believe and who to be. The certificate of the broker is always verified, with its name.
   *
   * @param authority PEM file of the authorities to believe; empty for those of the Java runtime
   * @param identity what the gateway shows of itself; empty for nothing
   */
  public record Tls(Optional<Path> authority, Optional<Identity> identity) {}

  /**
   * A client certificate.
   *
   * @param certificate PEM file, the leaf first
   * @param key PEM file, PKCS #8 without a password
   */
  public record Identity(Path certificate, Path key) {}

  /**
   * User and password.
   *
   * @param password file whose first line is the password; empty for none
   */
  public record Login(String user, Optional<Path> password) {}

  public BrokerSettings {
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a broker has a host and a port from 1 to 65535");
    }
    if (!clientId.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("client_id is 1 to 64 letters, digits, _ or -");
    }
  }

  /** The same under another client id. */
  BrokerSettings withClientId(String other) {
    return new BrokerSettings(name, host, port, tls, version, other, login, keepAlive);
  }

  /** Host and port as people write them. */
  public String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
