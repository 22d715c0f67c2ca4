package dev.ferrule.gateway.web.access;

import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonFields;
import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import java.util.List;
import java.util.Optional;

/** What somebody may do, out of JSON; stateless. */
final class GrantForm {

  static final String ROLE = "role";
  static final String DEVICES = "devices";

  private GrantForm() {}

  /** Reads one; what the fields do not say is as in {@code present}. */
  static Grant read(JsonFields fields, Optional<Grant> present) throws JsonFault {
    Optional<String> word = fields.text(ROLE);
    Role role = present.map(Grant::role).orElse(Role.VIEWER);
    if (word.isPresent()) {
      role =
          Role.of(word.get())
              .orElseThrow(
                  () ->
                      new JsonFault(
                          "/" + ROLE,
                          "That is no role.",
                          "Write viewer, operator, engineer or admin."));
    }
    List<String> devices =
        fields.texts(DEVICES).orElse(present.map(Grant::devices).orElse(Grant.ALL_DEVICES));
    try {
      return new Grant(role, devices);
    } catch (IllegalArgumentException e) {
      throw new JsonFault("/" + DEVICES, String.valueOf(e.getMessage()), "");
    }
  }

  /** For the log. */
  static String words(Grant grant) {
    return grant.role().word() + " of " + String.join(", ", grant.devices());
  }
}
