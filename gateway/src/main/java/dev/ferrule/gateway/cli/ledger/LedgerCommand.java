package dev.ferrule.gateway.cli.ledger;

import dev.ferrule.gateway.cli.access.DataOptions;
import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.json.EntryForm;
import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.ledger.Entry;
import dev.ferrule.gateway.ledger.Event;
import dev.ferrule.gateway.ledger.LedgerReader;
import dev.ferrule.gateway.ledger.LedgerReader.Found;
import dev.ferrule.gateway.ledger.LedgerReader.Search;
import dev.ferrule.gateway.ledger.Verdict;
import dev.ferrule.gateway.store.StoreFault;
import dev.ferrule.gateway.wording.Numbers;
import dev.ferrule.gateway.wording.Units;
import dev.ferrule.protocol.program.ExitCode;
import dev.ferrule.protocol.program.UnusableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ferrule ledger}: what was recorded, and whether it is as it was written. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Shows and checks what the gateway recorded: commands, logins, changes,",
      "devices. Whether it runs or not; for root and the gateway's own user."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the ledger is not as it was written",
      "2:wrong command line",
      "3:the ledger or the configuration cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sudo ferrule ledger list --since 1h",
      "  sudo ferrule ledger list --channel 'irrigation.*' --json",
      "  sudo ferrule ledger verify"
    })
public final class LedgerCommand implements Runnable {

  private static final int USUAL_LIMIT = 100;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  @Command(
      description = {
        "Checks every record and the chain that ties them together, and prints",
        "its head. Note the head elsewhere, and --head tells later whether what",
        "was recorded until then is still there."
      },
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int verify(
      @Option(
              names = "--head",
              paramLabel = "HASH",
              defaultValue = "",
              description = "A head that was noted before.")
          String noted,
      @Mixin DataOptions data) {
    Verdict verdict = read(data.directory(), reader -> reader.verify(noted));
    PrintWriter out = spec.commandLine().getOut();
    long count = Math.max(0, verdict.last() - verdict.first() + 1);
    if (verdict.isSound()) {
      out.println(count + " records, as they were written");
    } else {
      verdict.problems().forEach(problem -> out.println("wrong: " + problem));
    }
    out.println("head: " + verdict.last() + " " + verdict.head());
    out.flush();
    return verdict.isSound() ? ExitCode.DONE.code() : ExitCode.FAILED.code();
  }

  @Command(
      description = "Lists records, the newest last.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int list(
      @Option(
              names = "--since",
              paramLabel = "TIME",
              description = "How long ago the first may be, such as 1h or 7d.")
          @Nullable String since,
      @Option(
              names = "--channel",
              paramLabel = "PATTERNS",
              description = "Only of these channels, devices, users; * is any text.")
          @Nullable String channel,
      @Option(
              names = "--kind",
              paramLabel = "KIND",
              description = "command, device, gateway, login, account, rule or ledger.")
          Event.@Nullable Kind kind,
      @Option(
              names = {"-n", "--limit"},
              paramLabel = "N",
              description = "At most so many, 1 to 10000 (default: 100).")
          @Nullable Integer limit,
      @Option(names = "--json", description = "One JSON object per line.") boolean json,
      @Mixin DataOptions data) {
    var search =
        new Search(
            from(since),
            OptionalLong.empty(),
            channel == null ? List.of() : List.of(channel.split(",", -1)),
            Optional.ofNullable(kind),
            true,
            OptionalLong.empty(),
            OptionalLong.empty(),
            limit(limit));
    List<Found> found = read(data.directory(), reader -> reader.find(search));
    PrintWriter out = spec.commandLine().getOut();
    found.reversed().forEach(one -> out.println(json ? json(one) : line(one)));
    out.flush();
    return ExitCode.DONE.code();
  }

  private OptionalLong from(@Nullable String since) {
    if (since == null) {
      return OptionalLong.empty();
    }
    Duration ago =
        Units.duration(since)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "Invalid value for option '--since': \""
                            + since
                            + "\" is no duration such as 30min, 1h or 7d"));
    return OptionalLong.of(System.currentTimeMillis() - ago.toMillis());
  }

  private int limit(@Nullable Integer limit) {
    if (limit != null && (limit < 1 || limit > LedgerReader.MOST)) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--limit': must be 1 to 10000, not " + limit);
    }
    return limit == null ? USUAL_LIMIT : limit;
  }

  private static String json(Found found) {
    JsonText out = new JsonText().object();
    EntryForm.entry(out, found, Forms.Times.RFC_3339);
    return out.endObject().toString();
  }

  private static String line(Found found) {
    Entry entry = found.entry();
    String what =
        entry.ask().isPresent()
            ? entry.subject() + " = " + Numbers.plain(entry.ask().get().value())
            : entry.kind().word() + " " + entry.subject();
    String who = entry.actor().isEmpty() ? "" : " by " + entry.actor();
    String why = entry.ask().isPresent() ? entry.reason() : "";
    String text = entry.text();
    return Forms.rfc3339(entry.stamp().time())
        + "  "
        + what.strip()
        + who
        + ": "
        + entry.word()
        + (why.isEmpty() ? "" : " (" + why + ")")
        + (text.isEmpty() ? "" : ": " + text);
  }

  private interface Look<T> {
    T with(LedgerReader reader) throws StoreFault;
  }

  private static <T> T read(Path data, Look<T> look) {
    Path file = data.resolve("ledger.db");
    try (var reader = LedgerReader.open(data)) {
      return look.with(reader);
    } catch (IOException e) {
      throw UnusableFile.reading(file, e);
    } catch (StoreFault e) {
      throw new UnusableFile(new IOException(e.getMessage(), e));
    }
  }
}
