package dev.ferrule.gateway.security;

/** What can be asked of the gateway, by what it takes. Every way in names one of these. */
public enum Act {
  /** What everybody may see who can reach the server: that it lives, how to log in. */
  KNOCK(Role.VIEWER, "knock"),
  /** Readings, devices, commands and what became of them, and what belongs to oneself. */
  READ(Role.VIEWER, "see values"),
  /** Commands, to the devices that one has. */
  COMMAND(Role.OPERATOR, "send commands"),
  /** The bytes of lines. */
  INSPECT(Role.ENGINEER, "see what lines carry"),
  /** Users, tokens and the sessions of others. */
  MANAGE(Role.ADMIN, "manage users and tokens");

  private final Role least;
  private final String words;

  Act(Role least, String words) {
    this.least = least;
    this.words = words;
  }

  /** The first role that may. */
  Role least() {
    return least;
  }

  /** What it is, behind "may" or "may not". */
  String words() {
    return words;
  }
}
