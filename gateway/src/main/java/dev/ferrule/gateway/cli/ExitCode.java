package dev.ferrule.gateway.cli;

/**
 * What the process ends with; scripts depend on these numbers. A signal adds 128: 130 after Ctrl-C,
 * 143 after SIGTERM.
 */
final class ExitCode {

  /** Done. */
  static final int OK = 0;

  /** Something broke. */
  static final int FAILURE = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The configuration is wrong or cannot be read. */
  static final int CONFIGURATION = 3;

  /** No gateway answers at the address. */
  static final int UNREACHABLE = 4;

  /** The gateway wants to know who asks. */
  static final int UNAUTHORIZED = 5;

  /** The command was rejected, expired, or it failed: the output was not set. */
  static final int REJECTED = 6;

  /** Nobody can say what became of the command: it may have happened. */
  static final int UNKNOWN = 7;

  /** A loop stood still: a fault of the program, which ended itself. */
  static final int STALLED = 70;

  private ExitCode() {}
}
