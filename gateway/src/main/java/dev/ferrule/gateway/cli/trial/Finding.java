package dev.ferrule.gateway.cli.trial;

import dev.ferrule.gateway.device.firmware.FirmwareGuess;
import dev.ferrule.gateway.device.nmea.NmeaGuess;
import dev.ferrule.gateway.device.text.trial.Proposal;
import dev.ferrule.gateway.device.text.trial.ProposalYaml;
import dev.ferrule.gateway.device.text.trial.Recording;
import java.util.Optional;

/** A driver that understands what was heard. */
public sealed interface Finding {

  /** Lines or frames of the text driver. */
  record Text(Proposal proposal) implements Finding {
    @Override
    public String words() {
      return "a text board";
    }

    @Override
    public boolean isSure() {
      return proposal.isSure();
    }

    @Override
    public String device(String port, int baud) {
      return ProposalYaml.of(proposal, port, baud);
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
    public String device(String port, int baud) {
      return guess.yaml(ProposalYaml.line(port, baud));
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
    public String device(String port, int baud) {
      return guess.yaml(ProposalYaml.line(port, baud));
    }
  }

  /** The best; empty when nothing makes sense of most of what was heard. */
  static Optional<Finding> of(Recording heard) {
    byte[] bytes = heard.bytes();
    Optional<Finding> firmware = FirmwareGuess.of(bytes).map(Firmware::new);
    Optional<Finding> nmea = NmeaGuess.of(bytes).map(Nmea::new);
    return firmware.or(() -> nmea).or(() -> Proposal.of(heard).map(Text::new));
  }

  /** What it is, in words. */
  String words();

  /** Whether this cannot well be chance: a check is right, or a person could read it. */
  boolean isSure();

  /** What a configuration says of the device, indented as below its id. */
  String device(String port, int baud);

  /**
   * A configuration that can be run, of one device called {@code board}.
   *
   * @param port where it was heard
   * @param baud bits a second
   * @param from what it was made from, one line without line end
   */
  default String yaml(String port, int baud, String from) {
    return "# Proposed by ferrule try after "
        + from
        + ".\n# Give it a name, and names, units and ranges to its channels; then: "
        + "ferrule check FILE, ferrule run --config FILE\ndevices:\n  board:\n"
        + device(port, baud);
  }
}
