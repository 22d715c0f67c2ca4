package dev.ferrule.gateway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What ties each record to all before it: SHA-256 over the hash of the one before and the fields of
 * this one, the number first, in the order of the table. A field is a letter for its type and then
 * what it holds: {@code N} nothing; {@code I} a whole number, 8 bytes, and {@code R} a real one, 8
 * bytes of IEEE 754, both most significant byte first; {@code T} a text, its length in bytes of
 * UTF-8 as 4 bytes, and they; {@code B} bytes, likewise.
 *
 * <p>There is no key in it: who can write the file can make another chain. What a head shows that
 * was noted elsewhere, no other chain can have. Stateless.
 */
final class Chain {

  private Chain() {}

  /**
   * A place in the chain.
   *
   * @param seq number of the record, from 1; 0 is before the first
   * @param hash its hash, 64 hexadecimal digits
   */
  record Link(long seq, String hash) {

    /** Before the first record of a new ledger. */
    static final Link START = new Link(0, "0".repeat(64));

    /** A place whose hash is these bytes. */
    static Link of(long seq, byte[] hash) {
      return new Link(seq, HexFormat.of().formatHex(hash));
    }

    byte[] bytes() {
      return HexFormat.of().parseHex(hash);
    }

    @Override
    public String toString() {
      return seq + " " + hash;
    }
  }

  /** The place of a record behind another; {@code fields} do not hold the number. */
  static Link next(Link before, List<@Nullable Object> fields) {
    MessageDigest digest = sha256();
    digest.update(before.bytes());
    long seq = before.seq() + 1;
    add(digest, seq);
    fields.forEach(field -> add(digest, field));
    return Link.of(seq, digest.digest());
  }

  private static void add(MessageDigest digest, @Nullable Object field) {
    switch (field) {
      case null -> digest.update((byte) 'N');
      case Long number -> add(digest, 'I', number);
      case Integer number -> add(digest, 'I', number);
      case Double number -> add(digest, 'R', Double.doubleToLongBits(number));
      case String text -> add(digest, 'T', text.getBytes(UTF_8));
      case byte[] bytes -> add(digest, 'B', bytes);
      default -> throw new IllegalArgumentException("no field of a table: " + field.getClass());
    }
  }

  private static void add(MessageDigest digest, char type, long bits) {
    digest.update((byte) type);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bits));
  }

  private static void add(MessageDigest digest, char type, byte[] bytes) {
    digest.update((byte) type);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
