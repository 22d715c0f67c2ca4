package dev.ferrule.protocol.link;

import dev.ferrule.protocol.link.LinkMessage.Refused;
import java.util.ArrayList;
import java.util.List;

/** Keeps everything that a decoder delivers, readings as messages, and wants every payload. */
class Collector implements LinkSink {
  final List<LinkMessage> messages = new ArrayList<>();
  final List<Integer> unsupported = new ArrayList<>();
  final List<Refused.Rule> refused = new ArrayList<>();
  final List<String> headers = new ArrayList<>();

  static String header(boolean reliable, int seq, int ack) {
    return (reliable ? "R" : "B") + " seq " + seq + " ack " + ack;
  }

  @Override
  public boolean frame(boolean reliable, int seq, int ack) {
    headers.add(header(reliable, seq, ack));
    return true;
  }

  @Override
  public void readings(ReadingsCursor readings) {
    List<Value> values = new ArrayList<>();
    List<Integer> qualities = new ArrayList<>();
    for (int i = 0; i < readings.template().size(); i++) {
      values.add(new Value(readings.template().channel(i).kind(), readings.raw(i)));
      qualities.add(readings.quality(i));
    }
    messages.add(
        new LinkMessage.Readings(
            readings.template().id(),
            readings.tick(),
            values,
            readings.allGood() ? List.of() : qualities));
  }

  @Override
  public void message(LinkMessage message) {
    messages.add(message);
  }

  @Override
  public void refused(int type, Refused.Rule why) {
    refused.add(why);
  }

  @Override
  public void unsupported(int type) {
    unsupported.add(type);
  }
}
