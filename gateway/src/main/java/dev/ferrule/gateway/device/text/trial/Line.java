package dev.ferrule.gateway.device.text.trial;

import dev.ferrule.gateway.device.text.trial.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line as what stands between its blanks.
 *
 * @param items words, and between them numbers, times and colors one by one; words and marks
 *     without a blank between them are one word
 * @param gaps the blanks before, between and behind the items, one more than these; most are empty
 *     or one blank
 */
record Line(List<Token> items, List<String> gaps) {

  Line {
    items = List.copyOf(items);
    gaps = List.copyOf(gaps);
  }

  /** The line of these tokens. */
  static Line of(List<Token> tokens) {
    List<Token> items = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    String gap = "";
    boolean joins = false;
    for (Token token : tokens) {
      boolean literal = token.is(Kind.WORD) || token.is(Kind.MARK);
      if (token.is(Kind.SPACE)) {
        gap = token.text();
      } else if (literal && joins) {
        items.add(new Token(Kind.WORD, items.removeLast().text() + token.text()));
      } else {
        items.add(literal ? new Token(Kind.WORD, token.text()) : token);
        gaps.add(gap);
        gap = "";
      }
      joins = literal;
    }
    gaps.add(gap);
    return new Line(items, gaps);
  }

  /** The same for all lines that differ only in numbers, times, colors and blanks. */
  String key() {
    return items.stream()
        .map(item -> item.is(Kind.WORD) ? item.text() : item.kind().name())
        .collect(Collectors.joining("\n"));
  }

  /** Whether there is a number in it that is one. */
  boolean hasNumber() {
    return items.stream().anyMatch(i -> i.is(Kind.NUMBER) && Values.isNumber(i.text()));
  }

  /** The same line, with the number at {@code item} as a word that says which of several it is. */
  Line withWordAt(int item) {
    List<Token> words = new ArrayList<>(items);
    words.set(item, new Token(Kind.WORD, items.get(item).text()));
    return new Line(words, gaps);
  }

  /** A single character at the end behind a blank; empty when there is none. */
  String check() {
    int last = items.size() - 1;
    boolean single = last > 0 && items.get(last).text().length() == 1 && !gaps.get(last).isEmpty();
    return single ? items.get(last).text() : "";
  }

  /** The same line, with a single character at its end as what differs from line to line. */
  Line withoutCheck() {
    if (check().isEmpty()) {
      return this;
    }
    List<Token> others = new ArrayList<>(items.subList(0, items.size() - 1));
    others.add(new Token(Kind.MOMENT, check()));
    return new Line(others, gaps);
  }
}
