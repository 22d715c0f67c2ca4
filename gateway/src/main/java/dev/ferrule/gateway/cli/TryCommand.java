package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.cli.listen.ListenOnlyPort;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.cli.trial.BaudSearch;
import dev.ferrule.gateway.cli.trial.BaudSearch.Found;
import dev.ferrule.gateway.cli.trial.Capture;
import dev.ferrule.gateway.cli.trial.Finding;
import dev.ferrule.gateway.cli.trial.HeardAt;
import dev.ferrule.gateway.cli.trial.Rehearsal;
import dev.ferrule.gateway.cli.trial.Verdict;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.device.text.trial.Proposal;
import dev.ferrule.gateway.device.text.trial.Recording;
import dev.ferrule.gateway.wording.Units;
import dev.ferrule.protocol.capture.CaptureFault;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.NewFile;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    versionProvider = VersionText.class,
    description = {
      "Listens to an unknown board and proposes its configuration.",
      "Knows text, NMEA 0183 and the Ferrule link protocol; when nothing makes sense it listens at"
          + " the other usual rates too.",
      "What is heard goes to standard error, the configuration to standard output or a file."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:a configuration was proposed",
      "1:the port cannot be heard, or nothing makes sense",
      "2:wrong command line",
      "3:the capture cannot be read, or the file cannot be written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule try --port /dev/ttyUSB0 --baud 9600 --write board.yaml",
      "  ferrule try --capture weather.capture > board.yaml"
    })
final class TryCommand implements Callable<Integer> {

  /** The port in the proposal for a file that does not say where it was heard. */
  private static final String USUAL_PORT = "/dev/ttyUSB0";

  /** What is heard at each other rate when nothing made sense. */
  private static final Duration MOMENT = Duration.ofSeconds(3);

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
        description = "What was heard: a file of ferrule capture, or of plain bytes.")
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
      var trouble = new FileAlreadyExistsException(target.toString());
      throw UnusableFile.writing(target, trouble);
    }
    Path capture = from.capture;
    if (capture != null) {
      return capture(capture);
    }
    Path port = from.port;
    return port == null ? ExitCode.USAGE.code() : listen(port.toString());
  }

  private int capture(Path file) {
    Capture capture;
    try {
      capture = Capture.of(file);
    } catch (CaptureFault e) {
      throw new UnusableFile(e);
    } catch (IOException e) {
      throw UnusableFile.reading(file, e);
    }
    if (capture.heard().size() == 0) {
      throw new UnusableFile(file, "the device says nothing in it");
    }
    say(file + " is " + capture.words());
    Recording heard = capture.heard();
    HeardAt at;
    try {
      at =
          capture
              .head()
              .map(h -> new HeardAt(h.port(), h.baud(), h.form()))
              .orElseGet(() -> new HeardAt(USUAL_PORT, baud, HeardAt.USUAL_FORM));
    } catch (IllegalArgumentException e) {
      if (capture.head().isPresent()) {
        throw new UnusableFile(file, "no configuration can have such a line: " + e.getMessage());
      }
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    String how = "reading " + heard.size() + " bytes of a file";
    return propose(Verdict.of(heard), heard.size(), at, how);
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
    String trouble;
    try (var ear = new ListenOnlyPort(settings)) {
      say("listening to " + path + " at " + baud + " baud for " + Units.text(whole));
      trouble = hear(ear, heard, System.nanoTime() + whole.toNanos());
    }
    if (heard.size() == 0 && !trouble.isEmpty()) {
      return fail(advice(trouble));
    }
    if (!trouble.isEmpty()) {
      say(trouble + "; going on with the " + heard.size() + " bytes that came before");
    }
    Verdict verdict = Verdict.of(heard);
    if (heard.size() > 0 && trouble.isEmpty() && !verdict.isSure() && hasRate(path)) {
      say("this makes little sense; trying the usual rates");
      Optional<Found> found = BaudSearch.search(baud, rate -> moment(path, rate), this::say);
      if (found.isPresent()) {
        Found at = found.get();
        String how = "hearing " + at.bytes() + " bytes at " + at.baud() + " baud";
        return propose(
            at.verdict(), at.bytes(), new HeardAt(path, at.baud(), HeardAt.USUAL_FORM), how);
      }
    }
    String how = "hearing " + heard.size() + " bytes in " + Units.text(whole);
    return propose(verdict, heard.size(), new HeardAt(path, baud, HeardAt.USUAL_FORM), how);
  }

  /** A pseudo-terminal has none: it hears the same at each. */
  private static boolean hasRate(String path) {
    try {
      return !Path.of(path).toRealPath().startsWith("/dev/pts");
    } catch (IOException e) {
      return false;
    }
  }

  private static Recording moment(String path, int rate) throws InterruptedException {
    var heard = new Recording();
    try (var ear = new ListenOnlyPort(new SerialSettings(path, rate))) {
      String unused = hear(ear, heard, System.nanoTime() + MOMENT.toNanos());
    }
    return heard;
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

  /** Keeps what comes; returns why the port could not be heard to the end, or nothing. */
  private static String hear(ListenOnlyPort ear, Recording heard, long until)
      throws InterruptedException {
    String trouble = "";
    for (long left = until - System.nanoTime();
        left > 0 && trouble.isEmpty();
        left = until - System.nanoTime()) {
      trouble = ear.trouble(); // looked at first: what came before it still waits
      Recording.Piece piece = ear.next(trouble.isEmpty() ? Math.min(left, 100_000_000) : 0);
      for (; piece != null; piece = ear.next(0)) {
        ear.openedAt().ifPresent(heard::opened);
        heard.add(piece);
      }
    }
    heard.until(System.nanoTime());
    return trouble;
  }

  private static String advice(String trouble) {
    if (trouble.startsWith("in use")) {
      return trouble + "; a port has one reader: stop that one first, or take another port";
    }
    return trouble.startsWith("no such port") || trouble.startsWith("not a serial port")
        ? trouble + "; ferrule ports lists those that are here"
        : trouble;
  }

  private int propose(Verdict verdict, int bytes, HeardAt at, String how) {
    return switch (verdict) {
      case Verdict.Proposed proposed -> propose(proposed, at, how);
      case Verdict.Known known -> fail("it is " + known.words() + ", but " + known.why());
      case Verdict.Nonsense _ ->
          fail(
              bytes == 0
                  ? "nothing was heard: does the board speak by itself, and is it the right port?"
                  : bytes
                      + " bytes were heard, but they make no sense: is the baud rate right? 9600"
                      + " and 115200 are usual (--baud)");
    };
  }

  private int propose(Verdict.Proposed proposed, HeardAt at, String how) {
    String yaml = proposed.yaml(at, how);
    if (proposed.finding() instanceof Finding.Text(Proposal proposal)) {
      Optional<String> summary = Rehearsal.of(yaml, proposed.heard(), this::say);
      if (summary.isEmpty()) {
        return fail("it is text, but no configuration can say what is in it");
      }
      say(summary.get());
      proposal.notes().forEach(note -> say("note: " + note));
    }
    say("it is " + proposed.words());
    proposed.form().ifPresent(form -> say("note: it speaks at " + form + ", not at 8N1"));
    Path target = file;
    if (target == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(yaml);
      out.flush();
      return ExitCode.DONE.code();
    }
    new NewFile(target).append(yaml);
    say("wrote " + target + "; now: ferrule run --config " + target);
    return ExitCode.DONE.code();
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private int fail(String why) {
    say("ferrule: " + why);
    return ExitCode.FAILED.code();
  }
}
