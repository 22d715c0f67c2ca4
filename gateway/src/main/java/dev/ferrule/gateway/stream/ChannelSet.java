package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.ChannelPatterns;
import dev.ferrule.gateway.registry.Directory;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The channels of a subscription under one directory. Immutable. */
final class ChannelSet {

  private final BitSet numbers;

  private ChannelSet(BitSet numbers) {
    this.numbers = numbers;
  }

  /** The channels whose ids match one of the patterns. */
  static ChannelSet matching(List<String> patterns, Directory directory) {
    return new ChannelSet(ChannelPatterns.matching(patterns, directory));
  }

  boolean contains(int number) {
    return numbers.get(number);
  }

  /** The numbers, ascending; the caller does not change them. */
  BitSet numbers() {
    return numbers;
  }

  /**
   * Passes on the part of a batch that is of these channels: the batch itself when it is all of it.
   */
  void select(ReadingBatch batch, Consumer<ReadingBatch> taker) {
    int first = batch.firstChannel();
    int end = first + batch.channels();
    int from = numbers.nextSetBit(first);
    if (from < 0 || from >= end) {
      return;
    }
    int to = numbers.nextClearBit(from);
    if (from == first && to >= end) {
      taker.accept(batch);
      return;
    }
    while (from >= 0 && from < end) {
      int until = Math.min(to, end);
      taker.accept(batch.columns(from - first, until - first));
      from = numbers.nextSetBit(until);
      to = from < 0 ? from : numbers.nextClearBit(from);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChannelSet that && numbers.equals(that.numbers);
  }

  @Override
  public int hashCode() {
    return numbers.hashCode();
  }
}
