package dev.ferrule.sim.board;

/** Where a board stands between boot and fail-safe. PROTOCOL.md, A4. */
public enum BoardState {
  /** Booted; outputs are safe, commands are refused. */
  BOOT,
  /** Outputs are as commanded. A text board is always armed. */
  ARMED,
  /** Heartbeats stopped; outputs are safe, commands are refused. */
  FAIL_SAFE
}
