package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.app.Closing;
import dev.ferrule.gateway.cli.client.CaptureSession;
import dev.ferrule.gateway.cli.client.CaptureSession.End;
import dev.ferrule.gateway.cli.client.CaptureSession.Tally;
import dev.ferrule.gateway.cli.output.Terminal;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.wording.Units;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.NewFile;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ferrule capture}: what a running gateway's serial line carried, and carries. */
@Command(
    name = "capture",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = {
      "Saves what a serial line has carried, and goes on until Ctrl-C.",
      "Bytes both ways with their times, first what the running gateway remembers."
          + " ferrule sim --replay and ferrule try --capture read them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the time is over, or the pipe was closed",
      "1:what came was no capture",
      "2:wrong command line",
      "3:the file cannot be written",
      "4:no gateway answers, or not any more",
      "5:the gateway wants to know who asks",
      "6:the gateway has no such line",
      "130:Ctrl-C"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule capture --device weather -o weather.capture",
      "  ferrule capture --port /dev/ttyUSB0 --for 1min -o odd.capture",
      "  ferrule capture --device weather --for 0s | less"
    })
final class CaptureCommand implements Callable<Integer> {

  /** How long Ctrl-C waits for the last bytes and the summary. */
  private static final Duration STOP_LIMIT = Duration.ofMillis(800);

  /** A year: until Ctrl-C. */
  private static final Duration FOR_EVER = Duration.ofDays(365);

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Line line = new Line();

  /** Which line. */
  static final class Line {
    @Option(names = "--device", paramLabel = "NAME", description = "Id of a device on the line.")
    private @Nullable String device;

    @Option(
        names = "--port",
        paramLabel = "PORT",
        description = "The port, as the configuration names it or another name of it.")
    private @Nullable String port;
  }

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description =
          "How long to follow; 0s writes what is remembered alone (default: until Ctrl-C).")
  private @Nullable String time;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where it goes; must not exist (default: standard output).")
  private @Nullable Path file;

  @Mixin private ClientOptions client;

  @Override
  public Integer call() throws InterruptedException {
    Duration whole = time();
    if (line.device != null && !line.device.matches("[A-Za-z0-9_-]+")) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--device': must be an id, as in the configuration");
    }
    Path target = file;
    if (target == null) {
      return capture(this::print, whole);
    }
    if (Files.exists(target)) {
      var trouble = new FileAlreadyExistsException(target.toString());
      throw UnusableFile.writing(target, trouble);
    }
    return capture(new NewFile(target)::append, whole);
  }

  private Duration time() {
    String said = time;
    return said == null
        ? FOR_EVER
        : Units.duration(said)
            .filter(t -> t.compareTo(FOR_EVER) <= 0)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "Invalid value for option '--for': must be a time such as 90s, not \""
                            + said
                            + "\""));
  }

  private void print(String lines) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(lines);
    if (out.checkError()) {
      throw new PipeClosed();
    }
  }

  /** Nobody reads standard output any more; what was lost is told by whoever owns it. */
  private static final class PipeClosed extends IOException {
    private static final long serialVersionUID = 1;
  }

  private int capture(CaptureSession.Sink sink, Duration whole) throws InterruptedException {
    var session = new CaptureSession(client.address(), sink);
    var done = new CountDownLatch(1);
    var closing = new Closing();
    closing.begin();
    closing.add(
        "capture",
        () -> {
          session.stop();
          boolean unused = done.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        });
    try {
      Optional<String> device = device(session);
      if (device.isEmpty()) {
        return fail("no device is on " + line.port + "; try --device", ExitCode.REFUSED.code());
      }
      boolean watched = file != null && Terminal.isInteractive();
      Runnable told = watched ? () -> progress(session) : () -> {};
      return tell(session.run(device.get(), whole, told), session.tally(), watched);
    } catch (PipeClosed e) {
      return ExitCode.DONE.code();
    } catch (IOException e) {
      return fail(String.valueOf(e.getMessage()), ExitCode.FAILED.code());
    } finally {
      done.countDown();
    }
  }

  private Optional<String> device(CaptureSession session) throws InterruptedException {
    String port = line.port;
    if (port == null) {
      return Optional.ofNullable(line.device);
    }
    try {
      return session.deviceOn(port);
    } catch (IOException e) {
      return Optional.of(""); // to be asked for in vain, and told like any other
    }
  }

  private void progress(CaptureSession session) {
    PrintWriter err = spec.commandLine().getErr();
    err.print("\r" + text(session.tally()) + "  ");
    err.flush();
  }

  private int tell(End end, Tally tally, boolean watched) {
    PrintWriter err = spec.commandLine().getErr();
    if (watched) {
      err.println();
    }
    if (tally.micros() > 0 || tally.received() > 0 || end instanceof End.Done) {
      err.println("captured " + text(tally) + (file == null ? "" : ", in " + file));
      err.flush();
    }
    return switch (end) {
      case End.Done _ -> ExitCode.DONE.code();
      case End.Refused(String reason) -> fail(reason, ExitCode.REFUSED.code());
      case End.Unauthorized(String reason) -> fail(reason, ExitCode.UNAUTHORIZED.code());
      case End.Unreachable(String reason) ->
          fail(reason + "; is it running? Another one: --url", ExitCode.UNREACHABLE.code());
    };
  }

  private static String text(Tally tally) {
    return String.format(
        Locale.ROOT,
        "%.1f s: %,d bytes from the device, %,d to it%s",
        tally.micros() / 1e6,
        tally.received(),
        tally.sent(),
        tally.lost() == 0 ? "" : ", " + tally.lost() + " events lost");
  }

  private int fail(String why, int code) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("ferrule: " + why);
    err.flush();
    return code;
  }
}
