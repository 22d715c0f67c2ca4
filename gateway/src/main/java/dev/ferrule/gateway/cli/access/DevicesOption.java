package dev.ferrule.gateway.cli.access;

import dev.ferrule.gateway.security.Grant;
import dev.ferrule.gateway.security.Role;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which devices an operator may command. */
final class DevicesOption {

  @Option(
      names = "--devices",
      paramLabel = "IDS",
      defaultValue = "*",
      description = {
        "Devices that an operator may command, with",
        "commas; * is any run of characters."
      })
  private String devices = "*";

  /** What a role may do on these devices. */
  Grant grant(CommandLine command, Role role) {
    try {
      return new Grant(role, List.of(devices.split(",", -1)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command, "Invalid value for option '--devices': " + e.getMessage());
    }
  }
}
