package dev.ferrule.gateway.app;

import dev.ferrule.gateway.config.Units;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.text.trial.Listing;
import dev.ferrule.gateway.device.text.trial.Proposal;
import dev.ferrule.gateway.device.text.trial.ProposalYaml;
import dev.ferrule.gateway.device.text.trial.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ferrule try}: listens to a board that nobody has described, lists its frames, and proposes
 * a configuration. Writes nothing to the board.
 */
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    versionProvider = Ferrule.Version.class,
    description = {
      "Listens to an unknown text board and proposes its configuration.",
      "Frames are listed on standard error, the configuration goes to standard output or a file."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:a configuration was proposed",
      "1:the port cannot be heard, or nothing makes sense",
      "2:wrong command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule try --port /dev/ttyUSB0 --baud 9600 --write board.yaml",
      "  ferrule try --capture heard.bin > board.yaml"
    })
final class TryCommand implements Callable<Integer> {

  /** What is heard before the first guess. */
  private static final Duration FIRST = Duration.ofSeconds(3);

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private From from = new From();

  /** Where bytes come from. */
  static final class From {
    @Option(names = "--port", paramLabel = "PORT", description = "A serial port, not in use.")
    private @Nullable Path port;

    @Option(
        names = "--capture",
        paramLabel = "FILE",
        description = "A file of raw bytes that were heard.")
    private @Nullable Path capture;
  }

  @Option(
      names = "--baud",
      paramLabel = "N",
      defaultValue = "" + SerialSettings.DEFAULT_BAUD,
      description = "Speed of the line. Default: ${DEFAULT-VALUE}")
  private int baud;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "How long to listen, 1s to 10min. Default: ${DEFAULT-VALUE}")
  private String time = "";

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Where the configuration goes; must not exist.")
  private @Nullable Path file;

  @Override
  public Integer call() throws InterruptedException {
    Path target = file;
    if (target != null && Files.exists(target)) {
      return fail(target + " exists; nothing is overwritten: choose another name");
    }
    Path capture = from.capture;
    if (capture != null) {
      return capture(capture);
    }
    Path port = from.port;
    return port == null ? ExitCode.USAGE : listen(port.toString());
  }

  private int capture(Path capture) {
    Recording heard;
    try {
      heard = Recording.ofFile(capture);
    } catch (IOException e) {
      return fail("cannot read " + capture + ": " + e.getMessage());
    }
    Optional<Proposal> proposal = Proposal.of(heard);
    proposal.ifPresent(p -> new Listing(p, this::say).list(heard, p.framing()));
    return propose(proposal, heard, "/dev/ttyUSB0", "reading " + heard.size() + " bytes of a file");
  }

  private int listen(String path) throws InterruptedException {
    SerialSettings settings;
    try {
      settings = new SerialSettings(path, baud);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    Duration whole = time();
    var heard = new Recording();
    try (var ear = new Ear(settings)) {
      long start = System.nanoTime();
      long guessAt = start + Math.min(FIRST.toNanos(), whole.toNanos());
      long end = start + whole.toNanos();
      say("listening to " + path + " at " + baud + " baud for " + Units.text(whole));
      if (!hear(ear, heard, guessAt, Optional.empty())) {
        return refused(ear);
      }
      Optional<Proposal> first = Proposal.of(heard);
      Optional<Listing> listing = first.map(p -> new Listing(p, this::say));
      first.ifPresent(p -> listing.orElseThrow().list(heard, p.framing()));
      if (!hear(ear, heard, end, listing)) {
        return refused(ear);
      }
      listing.ifPresent(l -> say(l.summary()));
    }
    return propose(
        Proposal.of(heard),
        heard,
        path,
        "hearing " + heard.size() + " bytes in " + Units.text(whole));
  }

  private Duration time() {
    return Units.duration(time)
        .filter(t -> t.compareTo(Duration.ofSeconds(1)) >= 0)
        .filter(t -> t.compareTo(Duration.ofMinutes(10)) <= 0)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--for': must be 1s to 10min, not " + time));
  }

  /** Keeps and lists what comes; false when the port cannot be heard. */
  private static boolean hear(Ear ear, Recording heard, long until, Optional<Listing> listing)
      throws InterruptedException {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      if (!ear.trouble().isEmpty()) {
        return false;
      }
      Recording.Piece piece = ear.next(Math.min(left, 100_000_000));
      if (piece != null) {
        heard.add(piece);
        listing.ifPresent(l -> l.list(piece));
      }
    }
    return true;
  }

  private int refused(Ear ear) {
    String trouble = ear.trouble();
    return fail(
        trouble.startsWith("in use")
            ? trouble + "; a port has one reader: stop that one first, or take another port"
            : trouble);
  }

  private int propose(Optional<Proposal> proposal, Recording heard, String port, String how) {
    if (proposal.isEmpty()) {
      return fail(
          heard.size() == 0
              ? "nothing was heard: does the board speak by itself, and is it the right port?"
              : heard.size()
                  + " bytes were heard, but they make no sense: is the baud rate right? 9600 and"
                  + " 115200 are usual (--baud)");
    }
    String yaml = ProposalYaml.of(proposal.get(), port, baud, how);
    Path target = file;
    if (target == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(yaml);
      out.flush();
      return ExitCode.OK;
    }
    try {
      Files.writeString(target, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      return fail("cannot write " + target + ": " + e.getMessage());
    }
    say("wrote " + target + "; now: ferrule run --config " + target);
    return ExitCode.OK;
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private int fail(String why) {
    say("ferrule: " + why);
    return ExitCode.FAILURE;
  }
}
