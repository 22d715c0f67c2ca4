package dev.ferrule.gateway.cli.trial;

import dev.ferrule.gateway.device.firmware.FirmwareGuess;
import dev.ferrule.gateway.device.nmea.NmeaGuess;
import dev.ferrule.gateway.device.nmea.SentenceLook;
import dev.ferrule.gateway.device.text.trial.Proposal;
import dev.ferrule.gateway.device.text.trial.Recording;
import dev.ferrule.gateway.device.text.trial.TextGuess;
import java.util.Optional;

/** What {@code ferrule try} makes of what was heard. */
public sealed interface Verdict {

  /**
   * A configuration can be proposed.
   *
   * @param finding what understands it
   * @param heard what that understands: without the highest bits where these are parity
   * @param form data bits, parity and stop bits of the line, where what was heard shows them
   */
  record Proposed(Finding finding, Recording heard, Optional<String> form) implements Verdict {
    @Override
    public boolean isSure() {
      return finding.isSure();
    }

    @Override
    public String words() {
      return finding.words();
    }

    /**
     * A configuration that can be run.
     *
     * @param at where it was heard
     * @param from what it was made from, one line without line end
     */
    public String yaml(HeardAt at, String from) {
      return finding.yaml(form.map(at::withForm).orElse(at).yaml(), from);
    }
  }

  /**
   * It is known what it is, but no configuration can say it.
   *
   * @param words what it is
   * @param why no configuration can say it
   * @param isSure whether this cannot well be chance
   */
  record Known(String words, String why, boolean isSure) implements Verdict {}

  /** No driver makes sense of most of it. */
  record Nonsense() implements Verdict {
    @Override
    public boolean isSure() {
      return false;
    }

    @Override
    public String words() {
      return "what makes no sense";
    }
  }

  /** The best that can be made of it. */
  static Verdict of(Recording heard) {
    Verdict plain = plain(heard);
    Optional<String> form = SevenBits.form(heard.bytes());
    if (plain.isSure() || form.isEmpty()) {
      return plain;
    }
    return switch (plain(heard.sevenBits())) {
      case Proposed(Finding finding, Recording masked, _) -> new Proposed(finding, masked, form);
      case Known(String words, String why, boolean isSure) ->
          new Known(words + " at " + form.get(), why, isSure);
      case Nonsense _ -> plain;
    };
  }

  private static Verdict plain(Recording heard) {
    byte[] bytes = heard.bytes();
    Optional<FirmwareGuess> firmware = FirmwareGuess.of(bytes);
    if (firmware.isPresent()) {
      return new Proposed(new Finding.Firmware(firmware.get()), heard, Optional.empty());
    }
    SentenceLook look = SentenceLook.of(bytes);
    if (look.isMost()) {
      NmeaGuess nmea = NmeaGuess.of(bytes);
      return nmea.hasValues()
          ? new Proposed(new Finding.Nmea(nmea), heard, Optional.empty())
          : new Known(look.words(), "none of them has a value that the gateway reads", true);
    }
    return switch (Proposal.of(heard)) {
      case TextGuess.Found(Proposal proposal) ->
          new Proposed(new Finding.Text(proposal), heard, Optional.empty());
      case TextGuess.Unreadable(String why, boolean isSure) ->
          new Known("lines of text", why, isSure);
      case TextGuess.Nonsense _ -> new Nonsense();
    };
  }

  /** Whether this cannot well be chance. */
  boolean isSure();

  /** What it is, in words. */
  String words();
}
