package dev.ferrule.gateway.security;

import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.model.IdPattern;
import java.util.List;
import java.util.Optional;

/**
 * What somebody may do: the one place that decides it, whichever way a request came. Immutable.
 *
 * @param devices which devices it may command, as patterns over their ids in which {@code *} is any
 *     run of characters; 1 to {@value #MAX_PATTERNS} of them
 */
public record Grant(Role role, List<String> devices) {

  /** Most patterns of one grant. */
  public static final int MAX_PATTERNS = 64;

  /** Every device. */
  public static final List<String> ALL_DEVICES = List.of("*");

  private static final int LONGEST = 64;

  public Grant {
    devices = List.copyOf(devices);
    if (devices.isEmpty() || devices.size() > MAX_PATTERNS) {
      throw new IllegalArgumentException("1 to " + MAX_PATTERNS + " patterns of devices");
    }
    for (String pattern : devices) {
      if (pattern.length() > LONGEST || !pattern.matches("[a-z0-9_*/-]+")) {
        throw new IllegalArgumentException(
            "\"" + pattern + "\" is no pattern of device ids, such as boiler or pump-*");
      }
    }
  }

  /** Everything a role may, on every device. */
  public static Grant of(Role role) {
    return new Grant(role, ALL_DEVICES);
  }

  /** Writes it as the fields {@code role} and {@code devices}: in files, messages and answers. */
  public JsonText writeTo(JsonText out) {
    out.field("role", role.word()).list("devices");
    devices.forEach(out::item);
    return out.endList();
  }

  /** Why it may not, if so, for people. */
  Optional<String> refusal(Act act) {
    return role.compareTo(act.least()) >= 0
        ? Optional.empty()
        : Optional.of(
            "As "
                + role.withArticle()
                + " you may not "
                + act.words()
                + "; it takes "
                + act.least().withArticle()
                + ".");
  }

  /** Why it may not command a device, if so, for people. */
  public Optional<String> refusalToCommand(String device) {
    return refusal(Act.COMMAND)
        .or(
            () ->
                devices.stream().anyMatch(pattern -> IdPattern.matches(pattern, device))
                    ? Optional.empty()
                    : Optional.of(
                        "You may not command "
                            + device
                            + "; you have "
                            + String.join(", ", devices)
                            + "."));
  }
}
