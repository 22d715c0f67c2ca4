package dev.ferrule.gateway.cli.trial;

import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.text.trial.ProposalYaml;

/**
 * The line where something was heard, as a configuration can say it.
 *
 * @param port absolute path
 * @param baud bits a second
 * @param form data bits, parity and stop bits, such as {@code 7E1}
 */
public record HeardAt(String port, int baud, String form) {

  /** What a configuration takes for the form when it says none. */
  public static final String USUAL_FORM = "8N1";

  /**
   * Checks that a configuration can say it.
   *
   * @throws IllegalArgumentException when it cannot
   */
  public HeardAt {
    var unused = new SerialSettings(port, baud);
    if (!form.matches("[5-8][NEO][12]")) {
      throw new IllegalArgumentException("form must be such as 8N1, not " + form);
    }
  }

  HeardAt withForm(String other) {
    return new HeardAt(port, baud, other);
  }

  /** What a configuration says of it, indented as below a device's id. */
  String yaml() {
    String parity =
        switch (form.charAt(1)) {
          case 'E' -> "    parity: even\n";
          case 'O' -> "    parity: odd\n";
          default -> "";
        };
    return "    port: "
        + ProposalYaml.quoted(port)
        + "\n    baud: "
        + baud
        + "\n"
        + (form.charAt(0) == '8' ? "" : "    data_bits: " + form.charAt(0) + "\n")
        + parity
        + (form.charAt(2) == '1' ? "" : "    stop_bits: " + form.charAt(2) + "\n");
  }
}
