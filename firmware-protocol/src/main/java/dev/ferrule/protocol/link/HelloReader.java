package dev.ferrule.protocol.link;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.WireReader;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkMessage.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Reads HELLO and HELLO_REQ, and says which rule they break. PROTOCOL.md, sections A2 and A3.
 * Owner: its message reader.
 */
final class HelloReader {
  private static final int LONGEST_UID = 16;
  private static final int LONGEST_FIRMWARE = 32;

  private final WireReader in;
  private Refused.@Nullable Rule refusal;

  HelloReader(WireReader in) {
    this.in = in;
  }

  /** Which rule the last payload broke; nothing when it was taken. */
  Refused.@Nullable Rule refusal() {
    return refusal;
  }

  void reset() {
    refusal = null;
  }

  @Nullable LinkMessage hello() {
    int major = in.u8();
    int minor = in.u8();
    if (major != LinkFormat.MAJOR && !in.failed()) {
      in.skip(in.remaining());
      return new LinkMessage.Hello(major, minor, 0, 0, 0, 0, 0, 0, 0, 0, 0, Bytes.EMPTY, "");
    }
    int nonce = in.u32();
    int boot = in.u32();
    int hash = in.u32();
    int size = in.u16();
    int maxBody = in.u8();
    int receiveBytes = in.u16();
    int window = in.u8();
    int flags = in.u8();
    int resetCause = in.u8();
    int clockHz = in.varint();
    int uidLength = in.u8();
    Bytes uid = in.bytes(Math.min(uidLength, LONGEST_UID + 1));
    boolean whole = !in.failed();
    int nameLength = in.remaining();
    String firmware = in.text(nameLength);
    var hello =
        new LinkMessage.Hello(
            major,
            minor,
            nonce,
            boot,
            hash,
            size,
            maxBody,
            receiveBytes,
            window,
            resetCause,
            clockHz,
            uid,
            firmware);
    boolean named = !in.failed() && nameLength >= 1 && nameLength <= LONGEST_FIRMWARE;
    refusal = whole ? refusal(hello, flags, named) : Refused.Rule.LENGTH;
    return refusal == null ? hello : null;
  }

  /** The first in the order of the fields. */
  private static Refused.@Nullable Rule refusal(LinkMessage.Hello hello, int flags, boolean named) {
    if (hello.dictionarySize() > Dictionary.MAX_BYTES) {
      return Refused.Rule.DICT_SIZE;
    }
    if (!isBody(hello.maxBody())) {
      return Refused.Rule.MAX_BODY;
    }
    if (hello.receiveBytes() < 64) {
      return Refused.Rule.RX_BYTES;
    }
    if (hello.window() < 1 || hello.window() > 7) {
      return Refused.Rule.WINDOW;
    }
    if (flags != 0) {
      return Refused.Rule.FLAGS;
    }
    if (hello.clockHz() < 100 || hello.clockHz() > 20_000) {
      return Refused.Rule.CLOCK_HZ;
    }
    if (hello.uid().length() > LONGEST_UID) {
      return Refused.Rule.UID;
    }
    return named ? null : Refused.Rule.FIRMWARE;
  }

  /** What a later minor version puts behind the flags is passed over, and so are its offers. */
  @Nullable LinkMessage helloRequest() {
    int major = in.u8();
    int minor = in.u8();
    boolean foreign = !in.failed() && major != LinkFormat.MAJOR;
    int nonce = in.u32();
    int maxBody = in.u8();
    in.u8();
    in.skip(in.remaining());
    if (foreign) {
      refusal = Refused.Rule.VERSION;
    } else if (in.failed()) {
      refusal = Refused.Rule.LENGTH;
    } else if (nonce == 0) {
      refusal = Refused.Rule.NONCE;
    } else if (!isBody(maxBody)) {
      refusal = Refused.Rule.MAX_BODY;
    }
    return refusal == null ? new LinkMessage.HelloRequest(major, minor, nonce, maxBody) : null;
  }

  private static boolean isBody(int maxBody) {
    return maxBody >= LinkFormat.LEAST_MAX_BODY && maxBody <= LinkFormat.MAX_BODY;
  }
}
