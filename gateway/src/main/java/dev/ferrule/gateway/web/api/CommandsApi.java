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
import dev.ferrule.gateway.security.Act;
import dev.ferrule.gateway.security.Caller;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Commands over REST.
 *
 * <p>Owner: its loop.
 */
public final class CommandsApi implements Resource {

  private static final String ROOT = "/api/v1/commands";
  private static final Duration MAX_WAIT = Duration.ofSeconds(90);

  /** Requests that may wait at a time; others are answered at once with what is known. */
  private static final int MAX_WAITING = 64;

  private final Loop loop;
  private final CommandPort commands;

  /**
   * Requests that wait for the final state of a command, by its id; each open request is in it once
   * at most.
   */
  private final Map<String, List<Waiter>> waiting = new HashMap<>();

  private int waiters;

  public CommandsApi(Loop loop, CommandPort commands) {
    this.loop = loop;
    this.commands = commands;
    commands.listen(loop, this::step);
  }

  @Override
  public String path() {
    return ROOT;
  }

  @Override
  public void addTo(Router router) {
    new Address(router, "/").post(Act.COMMAND, Body.json(loop), this::submit);
    new Address(router, "/{id}").get(Act.READ, this::find);
  }

  private void submit(RoutingContext context) throws JsonFault {
    Optional<Duration> wait = wait(context);
    JsonFields fields = JsonFields.parse(JsonBody.text(context));
    fields.refuseOthersThan(CommandForm.FIELDS);
    HttpServerRequest request = context.request();
    Caller caller = Callers.of(context);
    Command command = CommandForm.read(fields, id(request, fields), caller.actor());
    commands.submit(command, caller, loop, record -> submitted(request, command, record, wait));
  }

  /** The id out of the header or the body, which must not differ, or a new one. */
  private static String id(HttpServerRequest request, JsonFields fields) throws JsonFault {
    Optional<String> header =
        Optional.ofNullable(request.getHeader("Idempotency-Key"))
            .map(key -> key.replaceFirst("^\"(.*)\"$", "$1"));
    Optional<String> field = fields.text("id");
    if (header.isPresent() && field.isPresent() && !header.equals(field)) {
      throw new JsonFault(
          "/id", "The id and the Idempotency-Key differ.", "Send one of them, or both the same.");
    }
    return CommandForm.checkedId(
        header.or(() -> field).orElseGet(() -> UUID.randomUUID().toString()));
  }

  private static Optional<Duration> wait(RoutingContext context) throws JsonFault {
    return Query.of(context, List.of("wait")).duration("wait", MAX_WAIT);
  }

  private void submitted(
      HttpServerRequest request, Command command, CommandRecord record, Optional<Duration> wait) {
    Command known = record.command();
    if (!known.channel().equals(command.channel()) || known.value() != command.value()) {
      Answers.problem(
          request,
          Problem.of(
              422,
              "id-reused",
              "Id used again",
              "Command " + command.id() + " asked for something else before.",
              "Make a new id for each command."));
      return;
    }
    answer(request, record, wait);
  }

  private void find(RoutingContext context) throws JsonFault {
    String id = Address.name(context);
    Optional<Duration> wait = wait(context);
    HttpServerRequest request = context.request();
    commands.find(
        id,
        loop,
        found ->
            found.ifPresentOrElse(
                record -> answer(request, record, wait), () -> notFound(request, id)));
  }

  private static void notFound(HttpServerRequest request, String id) {
    Answers.problem(
        request,
        Problem.of(
            404,
            "no-command",
            "No such command",
            "No command has the id " + id + ".",
            "Commands are remembered for a day; see PROTOCOL.md, B5."));
  }

  /** Answers now, or when the command has come to its end, or when the wait is over. */
  private void answer(HttpServerRequest request, CommandRecord record, Optional<Duration> wait) {
    boolean ended = record.state() instanceof CommandState.Ended;
    if (wait.isEmpty() || ended || waiters >= MAX_WAITING) {
      send(request, record);
      return;
    }
    String id = record.command().id();
    Waiter waiter = new Waiter(request, record);
    waiter.timer = loop.after(wait.get(), () -> giveUp(id, waiter));
    waiting.computeIfAbsent(id, _ -> new ArrayList<>()).add(waiter);
    waiters++;
    request.response().closeHandler(_ -> giveUp(id, waiter));
  }

  private void giveUp(String id, Waiter waiter) {
    @Nullable List<Waiter> same = waiting.get(id);
    if (same != null && same.remove(waiter)) {
      waiters--;
      if (same.isEmpty()) {
        waiting.remove(id);
      }
      waiter.timer.cancel();
      send(waiter.request, waiter.latest);
    }
  }

  /** A request that waits, and the latest that it knows. */
  private static final class Waiter {
    final HttpServerRequest request;
    CommandRecord latest;
    Loop.Timer timer = () -> {};

    Waiter(HttpServerRequest request, CommandRecord latest) {
      this.request = request;
      this.latest = latest;
    }

    void step(CommandRecord record) {
      latest = record;
      if (record.state() instanceof CommandState.Ended) {
        timer.cancel();
        send(request, record);
      }
    }
  }

  private void step(CommandRecord record) {
    String id = record.command().id();
    List<Waiter> same = waiting.getOrDefault(id, List.of());
    same.forEach(waiter -> waiter.step(record));
    if (record.state() instanceof CommandState.Ended) {
      waiters -= same.size();
      waiting.remove(id);
    }
  }

  /** 200 when the command has ended, 202 while it has not. */
  private static void send(HttpServerRequest request, CommandRecord record) {
    JsonText out = new JsonText().object();
    Forms.command(out, record, Times.RFC_3339);
    if (!request.response().closed()) {
      request
          .response()
          .putHeader(
              HttpHeaders.LOCATION, Answers.root(request, ROOT) + "/" + record.command().id());
    }
    int status =
        switch (record.state()) {
          case CommandState.Ended _ -> 200;
          case CommandState.Open _ -> 202;
        };
    Answers.json(request, status, out.endObject().toString());
  }
}
