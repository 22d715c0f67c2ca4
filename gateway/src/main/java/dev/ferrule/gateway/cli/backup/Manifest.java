package dev.ferrule.gateway.cli.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonText;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a backup says of itself.
 *
 * @param version of the Ferrule that made it
 * @param made when, milliseconds since 1970 UTC
 * @param parts what is in it
 */
record Manifest(String version, long made, List<Part> parts) {

  /** The one form that is read and written. */
  private static final int FORMAT = 1;

  /** The configuration, in the archive and out of the data directory. */
  static final String CONFIGURATION = "ferrule.yaml";

  /** What is in front of what belongs into the data directory. */
  static final String DATA = "data/";

  private static final Pattern NAME =
      Pattern.compile(
          "ferrule\\.yaml|data/(accounts\\.json|layouts\\.json|ledger\\.db|ledger\\.head|history\\.db"
              + "|tls/[A-Za-z0-9][A-Za-z0-9._-]{0,63})");

  private static final Pattern SUM = Pattern.compile("[0-9a-f]{64}");

  /** Parts of a backup: the certificates are few. */
  private static final int MOST = 100;

  /**
   * A file in it.
   *
   * @param name within the archive
   * @param bytes its length
   * @param sha256 in small hexadecimal digits
   */
  record Part(String name, long bytes, String sha256) {}

  Manifest {
    parts = List.copyOf(parts);
  }

  /** Bytes of all parts. */
  long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  boolean has(String name) {
    return parts.stream().anyMatch(part -> part.name().equals(name));
  }

  String text() {
    JsonText out =
        new JsonText()
            .object()
            .field("format", FORMAT)
            .field("version", version)
            .field("made", Forms.rfc3339(made))
            .list("parts");
    for (Part part : parts) {
      out.object()
          .field("name", part.name())
          .field("bytes", part.bytes())
          .field("sha256", part.sha256())
          .endObject();
    }
    return out.endList().endObject() + "\n";
  }

  /** What a text says; it is believed nothing that a backup cannot be. */
  static Manifest parse(byte[] text) throws IOException {
    try {
      JsonNode root = new ObjectMapper().readTree(text);
      if (root.path("format").asInt() != FORMAT) {
        throw new IOException("another version of Ferrule made it, which this one cannot read");
      }
      List<Part> parts = new ArrayList<>();
      for (JsonNode part : root.path("parts")) {
        String name = part.path("name").asText();
        String sum = part.path("sha256").asText();
        long bytes = part.path("bytes").asLong(-1);
        if (!NAME.matcher(name).matches() || !SUM.matcher(sum).matches() || bytes < 0) {
          throw damaged();
        }
        parts.add(new Part(name, bytes, sum));
      }
      long made = OffsetDateTime.parse(root.path("made").asText()).toInstant().toEpochMilli();
      if (parts.isEmpty() || parts.size() > MOST) {
        throw damaged();
      }
      return new Manifest(root.path("version").asText(), made, parts);
    } catch (JsonProcessingException | DateTimeParseException | ArithmeticException e) {
      throw new IOException(damaged().getMessage(), e);
    }
  }

  static IOException damaged() {
    return new IOException("it is damaged, or no backup of Ferrule");
  }
}
