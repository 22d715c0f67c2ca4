package dev.ferrule.gateway.mqtt;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import dev.ferrule.gateway.mqtt.BrokerSettings.Version;
import dev.ferrule.gateway.wording.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a broker is not there, in words for people. Immutable.
 *
 * @param cause what is the matter
 * @param remedy what to do about it; empty when waiting is all there is
 */
public record Trouble(String cause, String remedy) {

  /** Both, as one sentence without its end. */
  String text() {
    return remedy.isEmpty() ? cause : cause + "; " + remedy;
  }

  /** Why connecting failed. */
  static Trouble connecting(Throwable thrown, BrokerSettings broker) {
    for (@Nullable Throwable one = thrown; one != null; one = one.getCause()) {
      Optional<Trouble> known = known(one, broker);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return new Trouble("connecting failed: " + said(thrown), "");
  }

  /** Why a connection ended. */
  static Trouble lost(Throwable thrown, BrokerSettings broker) {
    for (@Nullable Throwable one = thrown; one != null; one = one.getCause()) {
      if (one instanceof Mqtt5DisconnectException told) {
        return disconnected(told.getMqttMessage().getReasonCode(), broker);
      }
    }
    return new Trouble(
        "the connection was lost: " + said(thrown),
        "if that goes on: has another client the id " + broker.clientId() + "?");
  }

  private static Trouble disconnected(Mqtt5DisconnectReasonCode code, BrokerSettings broker) {
    return switch (code) {
      case SESSION_TAKEN_OVER ->
          new Trouble(
              "another client connected with the id " + broker.clientId(),
              "two gateways with one id? Give each its own gateway: {id: …}");
      case NOT_AUTHORIZED ->
          new Trouble(
              "the broker forbids what the gateway does",
              "allow its user the topics of the gateway (its access list)");
      case SERVER_SHUTTING_DOWN -> new Trouble("the broker shuts down", "");
      default -> new Trouble("the broker ended the connection: " + words(code), "");
    };
  }

  private static Optional<Trouble> known(Throwable thrown, BrokerSettings broker) {
    return Optional.ofNullable(
        switch (thrown) {
          case TlsFiles.Unusable file -> new Trouble(String.valueOf(file.getMessage()), "");
          case Mqtt5ConnAckException refused ->
              refused(refused.getMqttMessage().getReasonCode(), broker);
          case Mqtt3ConnAckException refused ->
              refused(refused.getMqttMessage().getReturnCode(), broker);
          case UnknownHostException _ ->
              new Trouble(
                  "there is no host " + broker.host(),
                  "correct its name in url, or see whether this machine's name server knows it");
          case NoRouteToHostException _ ->
              new Trouble("there is no way to " + broker.host(), "is it on, is the network up?");
          case ConnectException refused -> unreachable(refused, broker);
          case CertificateExpiredException _ ->
              new Trouble("the broker's certificate has expired", "renew it on the broker");
          case CertificateException wrong -> distrusted(wrong, broker);
          case SSLException wrong when !(wrong.getCause() instanceof CertificateException) ->
              encrypting(wrong);
          case TimeoutException _ -> silent(broker);
          case ConnectionClosedException _ -> closed(broker);
          case IOException _ when !(thrown instanceof SSLException) -> closed(broker);
          default -> null;
        });
  }

  private static Trouble unreachable(ConnectException thrown, BrokerSettings broker) {
    String said = said(thrown).toLowerCase(Locale.ROOT);
    return said.contains("timed out") || said.contains("timeout")
        ? silent(broker)
        : new Trouble(
            "nothing listens on " + broker.address(), "start the broker, or correct the url");
  }

  private static Trouble silent(BrokerSettings broker) {
    return new Trouble(
        broker.address() + " does not answer",
        broker.tls().isEmpty()
            ? "does it want TLS (mqtts://), or does a firewall stand between?"
            : "does it speak TLS on this port, or does a firewall stand between?");
  }

  private static Trouble closed(BrokerSettings broker) {
    return new Trouble(
        broker.address() + " ended the connection before it had begun",
        broker.tls().isEmpty()
            ? "does it want TLS (mqtts://), or an older MQTT (version: 3.1.1)?"
            : "does it speak TLS on this port? If it asks for a client certificate: certificate_file"
                + " and key_file");
  }

  private static Trouble distrusted(CertificateException wrong, BrokerSettings broker) {
    String said = said(wrong);
    return said.contains("No name matching") || said.contains("No subject alternative")
        ? new Trouble(
            "the broker's certificate is not for " + broker.host(),
            "use in url the name that is in it")
        : new Trouble(
            "the broker's certificate is not trusted",
            "name the authority that signed it: ca_file: /path/ca.crt");
  }

  private static Trouble encrypting(SSLException wrong) {
    String said = said(wrong);
    if (said.contains("Unsupported or unrecognized SSL message") || said.contains("not an SSL")) {
      return new Trouble(
          "the broker speaks no TLS on this port", "use mqtt://, or the port that does (8883)");
    }
    if (said.contains("unable to find valid certification path") || said.contains("PKIX")) {
      return new Trouble(
          "the broker's certificate is not trusted",
          "name the authority that signed it: ca_file: /path/ca.crt");
    }
    return new Trouble(
        "TLS with the broker failed: " + said,
        "if it asks for a client certificate: certificate_file and key_file");
  }

  private static Trouble refused(Mqtt5ConnAckReasonCode code, BrokerSettings broker) {
    return switch (code) {
      case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED -> login(broker);
      case CLIENT_IDENTIFIER_NOT_VALID -> clientId(broker);
      case UNSUPPORTED_PROTOCOL_VERSION -> version(broker);
      case BANNED -> new Trouble("the broker has banned this client", "see the broker's own log");
      case SERVER_UNAVAILABLE, SERVER_BUSY -> new Trouble("the broker is busy", "");
      default -> new Trouble("the broker refused: " + words(code), "see the broker's own log");
    };
  }

  private static Trouble refused(Mqtt3ConnAckReturnCode code, BrokerSettings broker) {
    return switch (code) {
      case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED -> login(broker);
      case IDENTIFIER_REJECTED -> clientId(broker);
      case UNSUPPORTED_PROTOCOL_VERSION -> version(broker);
      case SERVER_UNAVAILABLE -> new Trouble("the broker is busy", "");
      case SUCCESS -> new Trouble("the broker did not say why", "");
    };
  }

  private static Trouble login(BrokerSettings broker) {
    return broker.login().isEmpty()
        ? new Trouble("the broker asks who this is", "name user and password_file")
        : new Trouble(
            "the broker refused the login of user " + Printable.quoted(broker.login().get().user()),
            "correct user or password_file");
  }

  private static Trouble clientId(BrokerSettings broker) {
    return new Trouble("the broker refused the client id " + broker.clientId(), "name client_id");
  }

  private static Trouble version(BrokerSettings broker) {
    return broker.version() == Version.V5
        ? new Trouble("the broker does not speak MQTT 5", "write version: 3.1.1")
        : new Trouble("the broker does not speak MQTT 3.1.1", "leave out version");
  }

  /** Why the broker did not take a message. */
  static String publishing(Throwable thrown) {
    return thrown instanceof Mqtt5PubAckException refused
        ? switch (refused.getMqttMessage().getReasonCode()) {
          case NOT_AUTHORIZED -> "the broker does not allow it: see its access list";
          case QUOTA_EXCEEDED -> "the broker has no room for it";
          default -> words(refused.getMqttMessage().getReasonCode());
        }
        : said(thrown);
  }

  private static String words(Enum<?> code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What an exception says, or the one at its bottom, made fit for a line of a log. */
  private static String said(Throwable thrown) {
    Throwable cause = thrown.getCause();
    if (cause != null) {
      return said(cause);
    }
    String message = thrown.getMessage();
    return Printable.plain(
        message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message);
  }
}
