package dev.ferrule.gateway.history;

import dev.ferrule.gateway.history.block.BlockCodec;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.stream.MessageMode;
import dev.ferrule.protocol.stream.StreamEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Readings of all series as messages of PROTOCOL.md part B, each of one base. Owner: the
 * collector's loop.
 */
final class JournalEncoder {

  /** A message and the base that its times were made with. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never written again
  record Made(int base, byte[] bytes) {}

  private final StreamEncoder encoder;
  private final List<Made> made = new ArrayList<>();
  private boolean isOpen;
  private int base;

  /**
   * An encoder without a message.
   *
   * @param factors by number of the series
   */
  JournalEncoder(double[] factors) {
    encoder = new StreamEncoder(factors);
  }

  /** Adds readings whose channels are series. */
  void add(int ofBase, ReadingBatch batch) {
    if (!isOpen || ofBase != base) {
      begin(ofBase, batch);
    }
    if (!write(batch)) {
      begin(ofBase, batch);
      split(batch);
    }
  }

  private void split(ReadingBatch batch) {
    if (write(batch)) {
      return;
    }
    split(batch.firstHalf());
    ReadingBatch rest = batch.secondHalf();
    begin(base, rest);
    split(rest);
  }

  private void begin(int ofBase, ReadingBatch batch) {
    end();
    base = ofBase;
    isOpen = true;
    encoder.begin(MessageMode.ABSOLUTE, 0, BlockCodec.since(batch.times())[0]);
  }

  private boolean write(ReadingBatch batch) {
    return encoder.add(
        batch.firstChannel(),
        batch.channels(),
        BlockCodec.since(batch.times()),
        batch.values(),
        batch.quality());
  }

  private void end() {
    if (isOpen && encoder.readings() > 0) {
      made.add(new Made(base, Arrays.copyOf(encoder.array(), encoder.size())));
    }
    isOpen = false;
  }

  /** Messages that are finished, besides the open one. */
  int messages() {
    return made.size();
  }

  /** All messages. */
  List<Made> take() {
    end();
    List<Made> taken = List.copyOf(made);
    made.clear();
    return taken;
  }
}
