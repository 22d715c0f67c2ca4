package dev.ferrule.protocol.stream;

/** Where a decoder delivers the blocks of a message that is right as a whole. */
@FunctionalInterface
public interface StreamSink {

  /**
   * One block; the arrays are the decoder's and valid only during the call.
   *
   * @param first number of the first channel
   * @param channels number of columns
   * @param rows number of rows
   * @param times milliseconds since t0, by row
   * @param values column-major: {@code values[column * rows + row]}. Wire integers (value × factor)
   *     when {@code scaled}, else values in the channel's unit
   * @param quality codes in the same order
   * @param scaled whether values are wire integers
   */
  void block(
      int first,
      int channels,
      int rows,
      long[] times,
      double[] values,
      byte[] quality,
      boolean scaled);
}
