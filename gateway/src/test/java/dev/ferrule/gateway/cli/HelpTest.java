package dev.ferrule.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.program.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What every command says of itself. */
class HelpTest {

  private static final int WIDTH = 80;

  static Stream<CommandLine> commands() {
    return withSubcommands(ferrule());
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(HelpTest::withSubcommands));
  }

  private static CommandLine ferrule() {
    var nowhere = new PrintWriter(new StringWriter());
    return Ferrule.commandLine(nowhere, nowhere);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void fitsIntoEightyColumnsWithoutBreakingAWord(CommandLine command) {
    command.setUsageHelpWidth(4 * WIDTH);
    List<String> words = List.of(command.getUsageMessage().strip().split("\\s+"));
    for (int width : new int[] {100, WIDTH}) {
      command.setUsageHelpWidth(width);
      String help = command.getUsageMessage();
      assertEquals(words, List.of(help.strip().split("\\s+")), help);
    }
    String help = command.getUsageMessage();
    assertEquals(List.of(), help.lines().filter(line -> line.length() > WIDTH).toList(), help);
  }

  @Test
  void isNoWiderThanEightyColumnsInAPipe() {
    String help = CommandRun.of("run", "--help").out();

    assertEquals(List.of(), help.lines().filter(line -> line.length() > WIDTH).toList(), help);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void namesExitCodesOfTheOneTable(CommandLine command) {
    var codes = command.getCommandSpec().usageMessage().exitCodeList();

    assertTrue(ExitCode.table().keySet().containsAll(codes.keySet()), codes::toString);
  }

  @Test
  void ofTheProgramHasTheTableOfExitCodes() {
    String help = CommandRun.of("--help").out().replaceAll("\\s+", " ");

    assertAll(
        ExitCode.table().entrySet().stream()
            .map(
                exit ->
                    () ->
                        assertTrue(
                            help.contains(" " + exit.getKey() + " " + exit.getValue()), help)));
  }

  @Test
  void hasTheTableOfTheManual() throws IOException {
    String manual = Files.readString(Path.of("../docs/manual/commands.md"));
    List<String> rows =
        ExitCode.table().entrySet().stream()
            .map(exit -> "| " + exit.getKey() + " | " + exit.getValue() + " |")
            .toList();

    assertTrue(manual.contains(String.join("\n", rows)), () -> String.join("\n", rows));
  }
}
