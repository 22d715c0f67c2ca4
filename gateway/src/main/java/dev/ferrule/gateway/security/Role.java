package dev.ferrule.gateway.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is here to do; each may do what those before it may. */
public enum Role {
  /** Looks. */
  VIEWER,
  /** Looks and switches. */
  OPERATOR,
  /** Looks behind the values: what lines carry, how devices are set up. */
  ENGINEER,
  /** Says who else may. */
  ADMIN;

  /** The word of a role, if it is one. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** As it is written everywhere: in files, on the wire, on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** With its article, for sentences. */
  String withArticle() {
    return switch (this) {
      case VIEWER -> "a viewer";
      case OPERATOR -> "an operator";
      case ENGINEER -> "an engineer";
      case ADMIN -> "an admin";
    };
  }
}
