package dev.ferrule.gateway.config;

import dev.ferrule.gateway.config.yaml.Mistake;
import dev.ferrule.gateway.config.yaml.Place;
import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.config.yaml.StructureCheck;
import dev.ferrule.gateway.config.yaml.YamlNode;
import dev.ferrule.gateway.config.yaml.YamlReader;
import dev.ferrule.protocol.program.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a configuration from a file or a text. Never throws for what it finds there. */
public final class ConfigurationFile {

  /** Where it is when nothing else is said, as the package installs it. */
  public static final String USUAL = "/etc/ferrule/ferrule.yaml";

  /** Largest file that is read: room for some 2,000 commented channels. */
  public static final int MAX_BYTES = 256 * 1024;

  /** Most problems that are told; past a hundred nobody reads on. */
  private static final int MAX_PROBLEMS = 100;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private ConfigurationFile() {}

  /** The JSON Schema, draft-07, that editors and the gateway check by. */
  public static String schema() {
    return StructureCheck.schemaText();
  }

  /** Reads and checks a file; says every mistake in it, or why it cannot be read. */
  public static Loaded load(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      return new Loaded.Unreadable(FileTrouble.reading(e));
    }
    if (bytes.length > MAX_BYTES) {
      return new Loaded.Unreadable("it is larger than " + MAX_BYTES / 1024 + " KiB");
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return invalid(List.of(notUtf8(bytes)), List.of());
    }
  }

  /** The path of a file and the SHA-256 of what stands there now, by which it is known again. */
  public static String fingerprint(Path file) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return "configuration "
          + file.toAbsolutePath()
          + ", SHA-256 "
          + HexFormat.of().formatHex(hash);
    } catch (IOException | NoSuchAlgorithmException e) {
      return "configuration " + file.toAbsolutePath() + ", which cannot be read any more";
    }
  }

  /** The same with what stands in a file. */
  public static Loaded parse(String text) {
    return parse(text, new StructureCheck());
  }

  /** The same again, with a schema that is read already. */
  static Loaded parse(String text, StructureCheck structure) {
    String yaml = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    List<Mistake> problems = new ArrayList<>();
    YamlNode root = YamlReader.read(yaml, problems);
    @Nullable Configuration configuration = null;
    if (root instanceof YamlNode.Mapping) {
      YamlNode meant = structure.check(root, problems);
      configuration = ConfigurationReader.read(Section.root(meant, problems));
    } else if (problems.isEmpty()) {
      problems.add(
          new Mistake(
              Place.START, 1, "", "holds no keys; a configuration begins with \"devices:\""));
    }
    if (!problems.isEmpty()) {
      return invalid(problems, yaml.lines().toList());
    }
    if (configuration == null) {
      throw new IllegalStateException("neither a configuration nor a problem");
    }
    return new Loaded.Valid(configuration);
  }

  private static Loaded invalid(List<Mistake> problems, List<String> lines) {
    List<Mistake> sorted = new ArrayList<>(problems);
    Collections.sort(sorted);
    return new Loaded.Invalid(sorted.subList(0, Math.min(MAX_PROBLEMS, sorted.size())), lines);
  }

  /** Where the first byte stands that is no UTF-8, in lines and bytes. */
  private static Mistake notUtf8(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
    int good = in.position();
    String before = new String(Arrays.copyOf(bytes, good), StandardCharsets.UTF_8);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    return new Mistake(
        new Place(line, column),
        1,
        "",
        "byte 0x%02x is not UTF-8; save the file as UTF-8".formatted(bytes[good]));
  }
}
