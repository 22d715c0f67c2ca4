package dev.ferrule.gateway.device.text.fields;

/**
 * What a pattern says itself about the bytes beside a named group: a neighbor that it spells out is
 * no part of the number in the group. Immutable.
 *
 * @param before the character that the pattern spells out right before the group; {@link #BLANK}
 *     for any blank, 0 for none
 * @param beforeBlanks the same before any blanks that stand there
 * @param after the same right after the group
 */
record GroupContext(char before, char beforeBlanks, char after) {

  static final char BLANK = ' ';
  private static final char NONE = 0;

  /** Characters that mean something else than themselves unless a backslash stands before them. */
  private static final String SPECIAL = ".[]{}()*+?^$|\\";

  /** The context of a group of a pattern that compiles. */
  static GroupContext of(String pattern, String group) {
    int open = pattern.indexOf("(?P<" + group + ">");
    if (open < 0) {
      open = pattern.indexOf("(?<" + group + ">");
    }
    if (open < 0) {
      return new GroupContext(NONE, NONE, NONE);
    }
    String left = pattern.substring(0, open);
    String beforeBlanks = left;
    while (last(beforeBlanks) == BLANK) {
      beforeBlanks = withoutLast(beforeBlanks);
    }
    return new GroupContext(
        last(left), last(beforeBlanks), first(pattern.substring(close(pattern, open) + 1)));
  }

  /** Where the parenthesis is that ends the group. */
  private static int close(String pattern, int open) {
    int depth = 0;
    boolean inClass = false;
    for (int i = open; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (inClass) {
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i;
      }
    }
    return pattern.length() - 1;
  }

  private static char last(String pattern) {
    String atom = isRepeated(pattern) ? pattern.substring(0, pattern.length() - 1) : pattern;
    if (atom.isEmpty()) {
      return NONE;
    }
    char c = atom.charAt(atom.length() - 1);
    return literal(c, isEscaped(atom));
  }

  private static String withoutLast(String pattern) {
    String atom = isRepeated(pattern) ? pattern.substring(0, pattern.length() - 1) : pattern;
    return atom.substring(0, atom.length() - (isEscaped(atom) ? 2 : 1));
  }

  /** Whether it ends with a + or * that repeats what stands before it. */
  private static boolean isRepeated(String pattern) {
    return (pattern.endsWith("+") || pattern.endsWith("*")) && !isEscaped(pattern);
  }

  /** Whether an odd number of backslashes stands before the last character. */
  private static boolean isEscaped(String pattern) {
    int i = pattern.length() - 2;
    while (i >= 0 && pattern.charAt(i) == '\\') {
      i--;
    }
    return (pattern.length() - 2 - i) % 2 == 1;
  }

  private static char first(String rest) {
    boolean escaped = rest.startsWith("\\");
    String atom = escaped ? rest.substring(1) : rest;
    boolean optional = atom.length() > 1 && "?*{".indexOf(atom.charAt(1)) >= 0;
    if (atom.isEmpty()) {
      return NONE;
    }
    char c = literal(atom.charAt(0), escaped);
    return optional && c != BLANK ? NONE : c;
  }

  private static char literal(char c, boolean escaped) {
    if (escaped) {
      return c == 's' || c == 't' ? BLANK : Character.isLetterOrDigit(c) ? NONE : c;
    }
    return SPECIAL.indexOf(c) >= 0 ? NONE : c;
  }
}
