package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.command.CommandPort;
import dev.ferrule.gateway.json.CommandForm;
import dev.ferrule.gateway.json.Forms;
import dev.ferrule.gateway.json.Forms.Times;
import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.json.JsonFields;
import dev.ferrule.gateway.json.JsonText;
import dev.ferrule.gateway.json.Problem;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Commands over REST.
 *
 * <p>Owner: its loop.
 */
public final class CommandsApi {

  private static final String ROOT = "/api/v1/commands";
  private static final Duration MAX_WAIT = Duration.ofSeconds(90);

  private final Loop loop;
  private final CommandPort commands;

  /**
   * Requests that wait for the final state of a command, by its id; each open request is in it once
   * at most.
   */
  private final Map<String, List<Waiter>> waiting = new HashMap<>();

  public CommandsApi(Loop loop, CommandPort commands) {
    this.loop = loop;
    this.commands = commands;
    commands.listen(loop, this::step);
  }

  /** {@code POST /api/v1/commands}. */
  public void submit(Exchange exchange) {
    RequestBody.read(exchange, loop, body -> submit(exchange, body));
  }

  private void submit(Exchange exchange, String body) {
    try {
      Optional<Duration> wait = wait(exchange);
      JsonFields fields = JsonFields.parse(body);
      fields.refuseOthersThan(CommandForm.FIELDS);
      Command command = CommandForm.read(fields, id(exchange, fields), exchange.caller().actor());
      commands.submit(command, loop, record -> submitted(exchange, command, record, wait));
    } catch (JsonFault fault) {
      exchange.problem(Problem.badRequest(fault));
    }
  }

  /** The id out of the header or the body, which must not differ, or a new one. */
  private static String id(Exchange exchange, JsonFields fields) throws JsonFault {
    Optional<String> header =
        Optional.ofNullable(exchange.request().getHeader("Idempotency-Key"))
            .map(key -> key.replaceFirst("^\"(.*)\"$", "$1"));
    Optional<String> field = fields.text("id");
    if (header.isPresent() && field.isPresent() && !header.equals(field)) {
      throw new JsonFault(
          "/id", "The id and the Idempotency-Key differ.", "Send one of them, or both the same.");
    }
    return CommandForm.checkedId(
        header.or(() -> field).orElseGet(() -> UUID.randomUUID().toString()));
  }

  private static Optional<Duration> wait(Exchange exchange) throws JsonFault {
    return Query.of(exchange.request(), List.of("wait")).duration("wait", MAX_WAIT);
  }

  private void submitted(
      Exchange exchange, Command command, CommandRecord record, Optional<Duration> wait) {
    Command known = record.command();
    if (!known.channel().equals(command.channel()) || known.value() != command.value()) {
      exchange.problem(
          Problem.of(
              422,
              "id-reused",
              "Id used again",
              "Command " + command.id() + " asked for something else before.",
              "Make a new id for each command."));
      return;
    }
    answer(exchange, record, wait);
  }

  /** {@code GET /api/v1/commands/{id}}. */
  public void find(Exchange exchange) {
    String id = exchange.parameters().getFirst();
    try {
      Optional<Duration> wait = wait(exchange);
      commands.find(
          id,
          loop,
          found ->
              found.ifPresentOrElse(
                  record -> answer(exchange, record, wait), () -> notFound(exchange, id)));
    } catch (JsonFault fault) {
      exchange.problem(Problem.badRequest(fault));
    }
  }

  private static void notFound(Exchange exchange, String id) {
    exchange.problem(
        Problem.of(
            404,
            "no-command",
            "No such command",
            "No command has the id " + id + ".",
            "Commands are forgotten when the gateway restarts."));
  }

  /** Answers now, or when the command has come to its end, or when the wait is over. */
  private void answer(Exchange exchange, CommandRecord record, Optional<Duration> wait) {
    if (wait.isEmpty() || record.state() instanceof CommandState.Ended) {
      send(exchange, record);
      return;
    }
    String id = record.command().id();
    List<Waiter> waiters = waiting.computeIfAbsent(id, _ -> new ArrayList<>());
    Waiter waiter = new Waiter(exchange, record);
    waiter.timer = loop.after(wait.get(), () -> giveUp(id, waiter));
    waiters.add(waiter);
    exchange.request().response().closeHandler(_ -> giveUp(id, waiter));
  }

  private void giveUp(String id, Waiter waiter) {
    List<Waiter> waiters = waiting.getOrDefault(id, List.of());
    if (waiters.remove(waiter)) {
      if (waiters.isEmpty()) {
        waiting.remove(id);
      }
      waiter.timer.cancel();
      send(waiter.exchange, waiter.latest);
    }
  }

  /** A request that waits, and the latest that it knows. */
  private static final class Waiter {
    final Exchange exchange;
    CommandRecord latest;
    Loop.Timer timer = () -> {};

    Waiter(Exchange exchange, CommandRecord latest) {
      this.exchange = exchange;
      this.latest = latest;
    }

    void step(CommandRecord record) {
      latest = record;
      if (record.state() instanceof CommandState.Ended) {
        timer.cancel();
        send(exchange, record);
      }
    }
  }

  private void step(CommandRecord record) {
    String id = record.command().id();
    List<Waiter> waiters = waiting.getOrDefault(id, List.of());
    waiters.forEach(waiter -> waiter.step(record));
    if (record.state() instanceof CommandState.Ended) {
      waiting.remove(id);
    }
  }

  /** 200 when the command has ended, 202 while it has not. */
  private static void send(Exchange exchange, CommandRecord record) {
    JsonText out = new JsonText().object();
    Forms.command(out, record, Times.RFC_3339);
    if (!exchange.request().response().closed()) {
      exchange
          .request()
          .response()
          .putHeader(HttpHeaders.LOCATION, ROOT + "/" + record.command().id());
    }
    int status =
        switch (record.state()) {
          case CommandState.Ended _ -> 200;
          case CommandState.Open _ -> 202;
        };
    exchange.json(status, out.endObject().toString());
  }
}
