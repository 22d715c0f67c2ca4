package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.cli.client.GatewayAddress;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the commands that ask a running gateway have in common. */
final class ClientOptions {

  private static final String TOKEN = "FERRULE_TOKEN";

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

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "Its first line is shown to a gateway that",
        "wants to know who asks; without it FERRULE_TOKEN."
      })
  private @Nullable Path token;

  /** Where the gateway is, whom to believe that it is the one, and what to show it. */
  GatewayAddress address() {
    GatewayAddress believed = authority == null ? address : address.believing(authority);
    Path file = token;
    return (file == null ? Optional.ofNullable(System.getenv(TOKEN)) : Optional.of(first(file)))
        .map(String::strip)
        .filter(shown -> !shown.isEmpty())
        .map(believed::showing)
        .orElse(believed);
  }

  private static String first(Path file) {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String line = in.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw UnusableFile.reading(file, e);
    }
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
