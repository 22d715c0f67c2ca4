package dev.ferrule.gateway.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last place of the chain, in a file beside the ledger, so that an end that was cut off is
 * missed. It is written behind the ledger, in place, and never waited for: it may be a little
 * behind, and is never ahead. Owner: whoever writes the ledger.
 */
final class HeadFile {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})\\s*");

  /** Of each line, so that it is written in place. */
  private static final int LENGTH = 96;

  private final Path file;

  /** The head of the ledger in {@code ledger}. */
  HeadFile(Path ledger) {
    this.file = ledger.resolveSibling("ledger.head");
  }

  /** What it says; nothing when it says nothing sensible, as after a power cut. */
  Optional<Chain.Link> read() {
    try {
      Matcher matcher = FORM.matcher(Files.readString(file, US_ASCII));
      return matcher.matches()
          ? Optional.of(new Chain.Link(Long.parseLong(matcher.group(1)), matcher.group(2)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not there, or not text
    }
  }

  /** Says another. What the disk does not take is missing until the next. */
  void write(Chain.Link head) {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    byte[] line =
        (head + " ".repeat(LENGTH)).substring(0, LENGTH - 1).concat("\n").getBytes(US_ASCII);
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), mine)) {
      int unused = channel.write(ByteBuffer.wrap(line), 0);
    } catch (IOException e) {
      System.getLogger("dev.ferrule.ledger")
          .log(System.Logger.Level.DEBUG, "the head was not written", e);
    }
  }
}
