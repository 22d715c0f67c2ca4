package dev.ferrule.gateway.cli.trial;

import dev.ferrule.gateway.device.firmware.FirmwareGuess;
import dev.ferrule.gateway.device.nmea.NmeaGuess;
import dev.ferrule.gateway.device.text.trial.Proposal;
import dev.ferrule.gateway.device.text.trial.ProposalYaml;

/** A driver that understands what was heard. */
public sealed interface Finding {

  /** Lines or frames of the text driver. */
  record Text(Proposal proposal) implements Finding {
    @Override
    public String words() {
      return proposal.isSure()
          ? "a text board"
          : "a text board, perhaps: " + String.join("; ", proposal.doubts());
    }

    @Override
    public boolean isSure() {
      return proposal.isSure();
    }

    @Override
    public String device(String line) {
      return ProposalYaml.of(proposal, line);
    }
  }

  /** Sentences of an instrument. */
  record Nmea(NmeaGuess guess) implements Finding {
    @Override
    public String words() {
      return guess.words();
    }

    @Override
    public boolean isSure() {
      return true;
    }

    @Override
    public String device(String line) {
      return guess.yaml(line);
    }
  }

  /** Frames of the link protocol. */
  record Firmware(FirmwareGuess guess) implements Finding {
    @Override
    public String words() {
      return guess.words();
    }

    @Override
    public boolean isSure() {
      return true;
    }

    @Override
    public String device(String line) {
      return guess.yaml(line);
    }
  }

  /** What it is, in words, and why that is not sure. */
  String words();

  /** Whether this cannot well be chance: a check is right, or a person could read it. */
  boolean isSure();

  /**
   * What a configuration says of the device, indented as below its id.
   *
   * @param line what it says of the port
   */
  String device(String line);

  /**
   * A configuration that can be run, of one device called {@code board}.
   *
   * @param line what it says of the port
   * @param from what it was made from, one line without line end
   */
  default String yaml(String line, String from) {
    return "# Proposed by ferrule try after "
        + from
        + ".\n"
        + (isSure() ? "" : "# Not sure: it is " + words() + ".\n")
        + "# Give it a name, and names, units and ranges to its channels; then: "
        + "ferrule check FILE, ferrule run --config FILE\ndevices:\n  board:\n"
        + device(line);
  }
}
