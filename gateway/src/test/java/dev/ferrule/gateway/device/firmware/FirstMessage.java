package dev.ferrule.gateway.device.firmware;

import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkDecoder;
import dev.ferrule.protocol.link.LinkEnd;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkSink;
import dev.ferrule.protocol.link.ReadingsCursor;
import java.util.ArrayList;
import java.util.List;

/** What the first frame says of those that a host sends, for tests that look at the line. */
final class FirstMessage implements LinkSink {

  private final List<LinkMessage> found = new ArrayList<>();

  private FirstMessage() {}

  static LinkMessage of(byte[] bytes, Dictionary dictionary) {
    var reader = new LinkDecoder(LinkEnd.DEVICE);
    reader.dictionary(dictionary);
    var first = new FirstMessage();
    reader.offer(bytes, 0, bytes.length, first);
    return first.found.getFirst();
  }

  @Override
  public boolean frame(boolean reliable, int seq, int ack) {
    return true;
  }

  @Override
  public void readings(ReadingsCursor readings) {}

  @Override
  public void message(LinkMessage message) {
    found.add(message);
  }

  @Override
  public void unsupported(int type) {}
}
