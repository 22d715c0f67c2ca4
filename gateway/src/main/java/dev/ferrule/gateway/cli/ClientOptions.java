package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.cli.client.GatewayAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the commands that ask a running gateway have in common. */
final class ClientOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      converter = AddressConverter.class,
      defaultValue = "${env:FERRULE_URL:-http://127.0.0.1:8080}",
      description = {"The gateway; without it FERRULE_URL, else", "http://127.0.0.1:8080."})
  private GatewayAddress address = GatewayAddress.LOCAL;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      defaultValue = "${env:FERRULE_CA}",
      description = {
        "The authority behind an https:// gateway, from",
        "its page /ca; without it FERRULE_CA, else that",
        "of a gateway on this machine."
      })
  private @Nullable Path authority;

  /** Where the gateway is, and whom to believe that it is the one. */
  GatewayAddress address() {
    return authority == null ? address : address.believing(authority);
  }

  static final class AddressConverter implements ITypeConverter<GatewayAddress> {
    @Override
    public GatewayAddress convert(String text) {
      try {
        return GatewayAddress.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("\"" + text + "\" is no address: " + e.getMessage());
      }
    }
  }
}
