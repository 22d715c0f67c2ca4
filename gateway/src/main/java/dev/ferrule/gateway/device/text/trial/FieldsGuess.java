package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ferrule.gateway.device.text.fields.FieldFormat;
import java.util.List;
import java.util.Set;

/**
 * A format that reads some frames, and the names of its fields.
 *
 * @param format how values are found
 * @param fields their names, in the order of the frame
 * @param doubts why a person should look twice, each in a few words
 * @param notes what else there is that the format does not read
 * @param hasTitle whether the first frame is a line of titles
 */
record FieldsGuess(
    FieldFormat format,
    List<String> fields,
    List<String> doubts,
    List<String> notes,
    boolean hasTitle) {

  /** No field. */
  static final FieldsGuess NONE = new FieldsGuess(new FieldFormat.Pairs(), List.of());

  /** Frames that are looked at. */
  private static final int MOST_FRAMES = 500;

  /** Fields that are proposed. */
  static final int MOST_FIELDS = 64;

  FieldsGuess {
    fields = List.copyOf(fields);
    doubts = List.copyOf(doubts);
    notes = List.copyOf(notes);
  }

  /** A guess without doubts. */
  FieldsGuess(FieldFormat format, List<String> fields) {
    this(format, fields, List.of(), List.of());
  }

  /** A guess from frames without titles. */
  FieldsGuess(FieldFormat format, List<String> fields, List<String> doubts, List<String> notes) {
    this(format, fields, doubts, notes, false);
  }

  /** The formats that frames may have, the plainest first; none of them is tried yet. */
  static List<FieldsGuess> all(List<byte[]> frames) {
    List<byte[]> some = frames.subList(0, Math.min(MOST_FRAMES, frames.size()));
    long text = some.stream().filter(TextLook::isText).count();
    if (text * 2 < some.size()) {
      return List.of(LayoutGuess.of(some));
    }
    List<String> lines = some.stream().map(frame -> new String(frame, ISO_8859_1)).toList();
    return List.of(
        JsonGuess.of(some), PairsGuess.of(lines), ColumnsGuess.of(lines), SentenceGuess.of(lines));
  }

  /** The same with some of the fields. */
  FieldsGuess only(List<String> some) {
    FieldFormat less =
        format instanceof FieldFormat.Columns(char separator, List<String> names)
            ? new FieldFormat.Columns(
                separator, names.stream().map(n -> some.contains(n) ? n : "").toList())
            : format;
    return new FieldsGuess(less, some, doubts, notes, hasTitle);
  }

  /** The first of some names. */
  static List<String> first(Set<String> names) {
    return names.stream().limit(MOST_FIELDS).toList();
  }
}
