package dev.ferrule.protocol.program;

import java.util.LinkedHashMap;
import java.util.Map;

/** What every command ends with; the same cause gives the same code. Scripts depend on them. */
public enum ExitCode {
  DONE(0, "done"),
  FAILED(1, "it failed, and said why"),
  USAGE(2, "wrong command line"),
  FILE(3, "a file or directory is wrong, or cannot be read or written; or memory ran out"),
  UNREACHABLE(4, "no gateway answers"),
  UNAUTHORIZED(5, "the gateway wants to know who asks"),
  REFUSED(6, "the gateway says no, or it did not happen: the output was not set"),
  UNKNOWN(7, "nobody can say what became of the command: it may have happened"),
  STALLED(70, "a loop of the gateway stood still"),
  INTERRUPTED(130, "Ctrl-C"),
  TERMINATED(143, "SIGTERM");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** What the process ends with, 0 to 255. A JVM without memory ends with 3, too. */
  public int code() {
    return code;
  }

  /** The cause, in words. */
  public String meaning() {
    return meaning;
  }

  /** Every code with its meaning, for a help text. */
  public static Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    for (ExitCode exit : values()) {
      table.put(Integer.toString(exit.code), exit.meaning);
    }
    return table;
  }
}
