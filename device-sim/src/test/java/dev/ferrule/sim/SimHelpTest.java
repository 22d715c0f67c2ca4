package dev.ferrule.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.program.ExitCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What every command of the simulator says of itself. */
class SimHelpTest {

  private static final int WIDTH = 80;

  static Stream<CommandLine> commands() {
    CommandLine sim = SimMain.commandLine();
    return Stream.concat(Stream.of(sim), sim.getSubcommands().values().stream());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void fitsIntoEightyColumnsWithoutBreakingAWord(CommandLine command) {
    command.setUsageHelpWidth(4 * WIDTH);
    List<String> words = List.of(command.getUsageMessage().strip().split("\\s+"));
    command.setUsageHelpWidth(WIDTH);
    String help = command.getUsageMessage();

    assertEquals(words, List.of(help.strip().split("\\s+")), help);
    assertEquals(List.of(), help.lines().filter(line -> line.length() > WIDTH).toList(), help);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void namesExitCodesOfTheOneTable(CommandLine command) {
    var codes = command.getCommandSpec().usageMessage().exitCodeList();

    assertTrue(codes.containsKey("0"), codes::toString);
    assertTrue(ExitCode.table().keySet().containsAll(codes.keySet()), codes::toString);
  }
}
