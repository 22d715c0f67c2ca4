package dev.ferrule.gateway.cli;

import dev.ferrule.gateway.cli.output.VersionText;
import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.mqtt.BrokerTrial;
import dev.ferrule.gateway.mqtt.BrokerTrial.Told;
import dev.ferrule.gateway.mqtt.Publication;
import dev.ferrule.gateway.mqtt.Trouble;
import dev.ferrule.gateway.mqtt.bridge.BridgeSettings;
import dev.ferrule.protocol.program.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferrule mqtt}: tries the brokers of a configuration. */
@Command(
    name = "mqtt",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = "Tries the brokers of a configuration, whether its gateway runs or not.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every broker has the message",
      "1:a broker has not",
      "2:wrong command line",
      "3:the configuration is wrong or cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ferrule mqtt test greenhouse.yaml        every broker",
      "  ferrule mqtt test greenhouse.yaml home   this one",
      "  mosquitto_sub -t 'ferrule/+/$test'       sees it arrive"
    })
final class MqttCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  @Command(
      description = {
        "Publishes a message to ferrule/GATEWAY/$test, beside the readings, and says",
        "how long the broker took to acknowledge it, or why it did not."
      },
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      sortOptions = false)
  int test(
      @Parameters(paramLabel = "FILE", description = "The configuration, YAML.") Path file,
      @Parameters(
              paramLabel = "BROKER",
              arity = "0..1",
              description = "One of its brokers; without, all of them.")
          @Nullable String broker)
      throws InterruptedException {
    return switch (ConfigurationFile.load(file)) {
      case Loaded.Unusable unusable -> MistakePrinter.complain(spec, file, unusable);
      case Loaded.Valid(var configuration) -> {
        List<BridgeSettings> bridges =
            configuration.bridges().stream()
                .filter(one -> broker == null || one.broker().name().equals(broker))
                .toList();
        if (bridges.isEmpty()) {
          throw new ParameterException(
              spec.commandLine(),
              broker == null ? "it names no broker" : "it names no broker \"" + broker + "\"");
        }
        boolean all = true;
        for (BridgeSettings one : bridges) {
          all &= test(one);
        }
        yield all ? ExitCode.DONE.code() : ExitCode.FAILED.code();
      }
    };
  }

  private boolean test(BridgeSettings bridge) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    String topic = bridge.topics().test();
    String text =
        new JsonText().object().field("t", System.currentTimeMillis()).endObject().toString();
    var message = new Publication(topic, text.getBytes(StandardCharsets.UTF_8), false);
    Told told = BrokerTrial.tell(bridge.broker(), message);
    out.println(
        bridge.broker().name() + ", " + bridge.broker().address() + ": " + words(told, topic));
    out.flush();
    return told instanceof Told.Taken;
  }

  private static String words(Told told, String topic) {
    return switch (told) {
      case Told.Taken(Duration took) -> "has " + topic + " after " + took.toMillis() + " ms";
      case Told.Refused(Trouble(String cause, String remedy)) ->
          cause + (remedy.isEmpty() ? "" : "; " + remedy);
    };
  }
}
