package dev.ferrule.protocol.link;

import java.util.Optional;

/** What a device did with a command. PROTOCOL.md, section A6. */
public enum CommandStatus {
  /** The output has the new value. */
  DONE(0),
  /** Not touched: the deadline had passed. */
  EXPIRED(1),
  /** Not touched: value outside min..max. */
  RANGE(2),
  /** No such channel. */
  NO_CHANNEL(3),
  /** The channel takes no commands. */
  READ_ONLY(4),
  /** Dangerous, and ARM/CONFIRM was not done, or its token is wrong or too old. */
  NOT_ARMED(5),
  /** Not touched: the device cannot now. */
  BUSY(6),
  /** At its safe value; REARM first. */
  FAIL_SAFE(7),
  /** Answer to CMD_QUERY: no result is stored under that id. */
  NOT_FOUND(8),
  /** Tried, and the hardware did not follow. */
  FAILED(9),
  /** Not touched: the device's own rule forbids it. */
  INTERLOCK(10);

  private static final CommandStatus[] BY_CODE = values();

  private final int code;

  CommandStatus(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The status with that number, or nothing when version 1 has none. */
  public static Optional<CommandStatus> of(int code) {
    return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
  }
}
