package dev.ferrule.protocol.fuzz;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.dictionary.DictionaryResult;
import dev.ferrule.protocol.link.LinkDecoder;
import dev.ferrule.protocol.link.LinkEncoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkSink;
import dev.ferrule.protocol.link.ReadingsCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The link decoder on arbitrary bytes. The first byte of an input says how: as bytes of a line, as
 * payloads that this class frames (the fuzzer does not find a CRC by chance), or as a dictionary.
 */
public final class LinkFuzz {
  private static final Dictionary DICTIONARY =
      Dictionary.builder()
          .channel(ChannelSpec.of(1, "number").decimals(2))
          .channel(ChannelSpec.of(2, "pump").kind(Kind.SWITCH).writable(0))
          .channel(ChannelSpec.of(3, "mode").enumeration(1))
          .channel(ChannelSpec.of(4, "flow").kind(Kind.FLOAT))
          .channel(ChannelSpec.of(5, "total").kind(Kind.COUNTER))
          .template(1, 1, 2, 3, 4, 5)
          .template(2, 1)
          .enumeration(1, Map.of(0, "off", 1, "on"))
          .build()
          .orThrow();

  private LinkFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) {
      return;
    }
    switch (input[0] % 3) {
      case 0 -> line(Bytes.copyOf(input, 1, input.length - 1).toArray());
      case 1 -> line(framed(input));
      default -> dictionary(Bytes.copyOf(input, 1, input.length - 1));
    }
  }

  /** A body behind each length byte, with its CRC, stuffed. */
  private static byte[] framed(byte[] input) {
    var line = new java.io.ByteArrayOutputStream();
    for (int at = 1; at < input.length; ) {
      int length = Math.min(Math.max(3, input[at] & 0xFF), 250);
      int end = Math.min(input.length, at + 1 + length);
      byte[] body = new byte[end - at - 1 + 4];
      System.arraycopy(input, at + 1, body, 0, body.length - 4);
      var crc = new CRC32C();
      crc.update(body, 0, body.length - 4);
      for (int i = 0; i < 4; i++) {
        body[body.length - 4 + i] = (byte) (crc.getValue() >> (8 * i));
      }
      stuff(body, line);
      at = end;
    }
    return line.toByteArray();
  }

  private static void stuff(byte[] body, java.io.ByteArrayOutputStream line) {
    int from = 0;
    for (int i = 0; i <= body.length; i++) {
      if (i == body.length || body[i] == 0) {
        line.write(i - from + 1);
        line.write(body, from, i - from);
        from = i + 1;
      }
    }
    line.write(0);
  }

  /** However the bytes are cut the same comes out, and what comes out can be sent again. */
  private static void line(byte[] bytes) {
    var whole = new Taken();
    var decoder = decoder();
    decoder.offer(bytes, 0, bytes.length, whole);
    var single = new Taken();
    var byteByByte = decoder();
    for (int i = 0; i < bytes.length; i++) {
      byteByByte.offer(bytes, i, 1, single);
    }
    require(whole.told.equals(single.told), "cutting changed a message");
    require(decoder.counters().equals(byteByByte.counters()), "cutting changed a count");
    whole.messages.forEach(LinkFuzz::sendAgain);
  }

  private static LinkDecoder decoder() {
    var decoder = new LinkDecoder(LinkEnd.HOST);
    decoder.dictionary(DICTIONARY);
    return decoder;
  }

  private static void sendAgain(LinkMessage message) {
    var encoder = new LinkEncoder(LinkEnd.DEVICE);
    boolean[] hosts = {false, true};
    var again = new Taken();
    var decoder = decoder();
    for (boolean reliable : hosts) {
      int size = reliable ? encoder.reliable(message, 0, -1) : encoder.bestEffort(message, -1);
      decoder.offer(encoder.array(), 0, size, again);
    }
    // One of the two classes is right; experiments may travel in either.
    boolean otherVersion = message instanceof LinkMessage.Hello hello && hello.major() != 1;
    require(otherVersion || again.messages.contains(message), "does not survive: " + message);
  }

  private static void dictionary(Bytes bytes) {
    boolean told =
        switch (Dictionary.read(bytes)) {
          case DictionaryResult.Refused refused -> !refused.text().isEmpty();
          case DictionaryResult.Read(Dictionary read) -> {
            var decoder = new LinkDecoder(LinkEnd.HOST);
            decoder.dictionary(read);
            yield read.bytes().equals(bytes);
          }
        };
    require(told, "a dictionary says nothing");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  private static final class Taken implements LinkSink {
    final List<LinkMessage> messages = new ArrayList<>();
    final List<String> told = new ArrayList<>();

    @Override
    public boolean frame(boolean reliable, int seq, int ack) {
      told.add(reliable + " " + seq + " " + ack);
      return true;
    }

    @Override
    public void readings(ReadingsCursor readings) {
      var text = new StringBuilder();
      for (int i = 0; i < readings.template().size(); i++) {
        require((readings.quality(i) & ~0xFF) == 0, "quality of more than a byte");
        text.append(readings.raw(i)).append(' ').append(readings.quality(i)).append(' ');
      }
      told.add(readings.template().id() + " " + readings.tick() + " " + text);
    }

    @Override
    public void message(LinkMessage message) {
      messages.add(message);
      told.add(message.toString());
    }

    @Override
    public void unsupported(int type) {
      require(type >= 0x80 && type <= 0xFF, "not critical");
      told.add("unsupported " + type);
    }
  }
}
