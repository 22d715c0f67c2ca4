package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.cli.client.GatewayAddress;
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

  /** Where the gateway is. */
  GatewayAddress address() {
    return address;
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
