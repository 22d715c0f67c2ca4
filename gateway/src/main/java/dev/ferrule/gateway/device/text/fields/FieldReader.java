package dev.ferrule.gateway.device.text.fields;

import java.util.List;

/**
 * Finds the values of one board's frames. Owner: the driver. Never throws for what a frame holds.
 */
public sealed interface FieldReader
    permits PairReader, ColumnReader, JsonReader, PatternReader, LayoutReader {

  /**
   * Reads one frame.
   *
   * @param cut whether its start may be missing, so that only what is surely whole may be told
   */
  Misfit read(byte[] frame, int from, int to, boolean cut, FieldSink sink);

  /** A reader of {@code fields}, which are told by their index; those not in the format never. */
  static FieldReader of(FieldFormat format, List<String> fields) {
    return switch (format) {
      case FieldFormat.Pairs _ -> new PairReader(fields);
      case FieldFormat.Columns columns -> new ColumnReader(columns, fields);
      case FieldFormat.Json _ -> new JsonReader(fields);
      case FieldFormat.Regex regex -> new PatternReader(regex, fields);
      case FieldFormat.Layout layout -> new LayoutReader(layout, fields);
    };
  }
}
