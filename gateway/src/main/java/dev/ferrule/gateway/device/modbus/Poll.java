package dev.ferrule.gateway.device.modbus;

import java.util.List;

/**
 * A read that comes round, and how it fares.
 *
 * <p>A unit may be unable to answer a read though it lives, because of one of its entries or of
 * their number. So after a failure one channel of the read is asked alone, another each time: when
 * that succeeds and the whole fails again, the read is at fault, and no one else.
 *
 * <p>Owner: the driver.
 */
final class Poll {

  /** Failures of the whole read after which it is at fault, when something else succeeded. */
  static final int ENOUGH = 2;

  final Read read;

  /** When it is to be asked, nanoseconds of the loop. */
  long due;

  /** Why it has no values; empty when it has, or when that is not known yet. */
  String refusal = "";

  /** Asked rarely now: it alone never succeeds. */
  boolean isAside;

  /** When its channels were last told to have no values, while it is aside. */
  long toldAt;

  private int failures;
  private boolean contrast;
  private boolean asksPiece;
  private int piece;

  Poll(Read read, long due) {
    this.read = read;
    this.due = due;
  }

  /** What to ask now: all of it, or one channel. */
  Read question(List<ModbusChannel> all) {
    return asksPiece ? Read.of(all, read.channels().get(piece % read.channels().size())) : read;
  }

  boolean isSingle() {
    return read.channels().size() == 1;
  }

  /** Whether one channel of it is asked, not all. */
  boolean asksPiece() {
    return asksPiece;
  }

  /** It, or its piece, was answered; whether that was all of it. */
  boolean answered() {
    if (asksPiece) {
      asksPiece = false;
      piece++;
      failures = Math.max(failures, 1);
      contrast = true;
      return false;
    }
    forgive();
    refusal = "";
    isAside = false;
    return true;
  }

  /** The unit answered something else. */
  void sawOthersAnswered() {
    contrast |= failures > 0;
  }

  /** Whether the whole of it was asked, and failed when it was asked before. */
  boolean heals() {
    return failures > 0 && !asksPiece && !isAside;
  }

  /** It failed; whether it is the read's fault now, which so many failures show. */
  boolean failed(int enough) {
    if (asksPiece) {
      asksPiece = false;
      piece++;
      return false;
    }
    failures++;
    boolean isAtFault = failures >= enough && contrast;
    asksPiece = !isAtFault && !isSingle();
    return isAtFault;
  }

  /** What failed before was not its fault. */
  void forgive() {
    failures = 0;
    contrast = false;
    asksPiece = false;
  }
}
