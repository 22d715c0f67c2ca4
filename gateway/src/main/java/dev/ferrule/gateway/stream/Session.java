package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.loop.TokenBucket;
import dev.ferrule.gateway.loop.Turns;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.security.Caller;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One client: what it said, what it subscribed to, what it was told.
 *
 * <p>Owner: the hub's loop.
 */
final class Session implements Outbox.Client, FrameGuard.Listener {

  /** Bad messages of one connection, after which it is closed. */
  static final int MAX_BAD = 8;

  /** Messages over the limit, after which the connection is closed. */
  static final int MAX_STRIKES = 3;

  private static final int MAX_ASKED = 1024;

  /** What reading a message costs besides. */
  private static final Duration COST = Duration.ofNanos(20_000);

  private final StreamHub hub;
  private final ClientSocket socket;
  private final Outbox outbox;
  private final Subprotocol codec;
  private final Caller caller;
  private final TokenBucket bucket;
  private final Turns.Client turns;
  private final ClientCount.Entry entry;

  /** Whether it does not read what it was answered. */
  private boolean deaf;

  private int strikes;
  private int bad;

  /** Patterns of the subscription; empty without one. */
  private List<String> patterns = List.of();

  private double rate;
  private @Nullable Group group;

  /** What it missed is being looked for; it joins its group when that is found. */
  private Resumptions.@Nullable Resumption resumption;

  /** Commands that this client asked for and that go on, oldest first. */
  private final Map<String, Asked> asked = new LinkedHashMap<>();

  /** What a client was told of its command. */
  private static final class Asked {
    boolean answered;
    @Nullable CommandState last;
  }

  Session(
      StreamHub hub,
      ClientSocket socket,
      Subprotocol codec,
      Caller caller,
      StreamSettings settings) {
    long now = hub.loop().nanoTime();
    this.hub = hub;
    this.socket = socket;
    this.codec = codec;
    this.caller = caller;
    this.outbox = new Outbox(socket, settings, hub.clients().backlog(), now, this);
    this.turns = hub.turns().enter(caller.address());
    this.entry = hub.clients().enter(caller, codec.token(), hub.loop().currentTimeMillis());
    this.bucket = new TokenBucket(settings.messages(), settings.burst(), now);
  }

  Outbox outbox() {
    return outbox;
  }

  /** Says something to this client. */
  void tell(Payload message) {
    outbox.control(message, hub.loop().nanoTime());
  }

  /** Takes a text message, when its turn comes; the client is not listened to until then. */
  void text(String message) {
    if (!isWithinRate()) {
      return;
    }
    Runnable work = () -> take(ControlParser.parse(message, caller.actor()));
    if (isItsTurn()) {
      hub.turns().take(turns, work);
    } else {
      socket.ignore();
      await(work);
    }
  }

  @Override
  public boolean isItsTurn() {
    return hub.turns().isTurnOf(turns);
  }

  @Override
  public void await(Runnable work) {
    hub.turns()
        .await(
            turns,
            () -> {
              work.run();
              listen();
            });
  }

  @Override
  public void listens(boolean reads) {
    deaf = !reads;
    if (deaf) {
      socket.ignore();
    } else {
      listen();
    }
  }

  private void listen() {
    if (!turns.isWaiting() && !deaf) {
      socket.listen();
    }
  }

  @Override
  public void waits(boolean something) {
    showQueue();
    hub.waits(this, something);
  }

  @Override
  public void tooMuchWaits() {
    hub.relieve();
  }

  /** Lets be seen from outside how much waits. */
  void showQueue() {
    entry.queued(outbox.held());
  }

  /** Who it is. */
  Caller caller() {
    return caller;
  }

  String address() {
    return caller.address();
  }

  /** Takes a binary message, which no client has a reason to send. */
  void binary() {
    if (isWithinRate()) {
      take(
          new ControlMessage.Wrong(
              "bad_request",
              "Binary messages are not taken.",
              "Send control messages as text.",
              "",
              Optional.empty()));
    }
  }

  /** Takes a ping or pong of WebSocket itself: answered elsewhere, but a message all the same. */
  @Override
  public void control() {
    boolean unused = isWithinRate();
  }

  private boolean isWithinRate() {
    hub.turns().chargeForAsking(turns, COST);
    boolean within = bucket.take(hub.loop().nanoTime());
    if (!within) {
      strike();
    }
    return within;
  }

  private void take(ControlMessage message) {
    switch (message) {
      case ControlMessage.Subscribe(
              List<String> channels,
              double most,
              Optional<ControlMessage.Resume> resume) -> {
        patterns = channels;
        rate = most;
        forgetPast();
        resume.ifPresentOrElse(this::resume, this::join);
        pay();
      }
      case ControlMessage.Unsubscribe _ -> {
        leave();
        forgetPast();
        patterns = List.of();
      }
      case ControlMessage.Submit(var command) -> {
        asked.put(command.id(), new Asked());
        if (asked.size() > MAX_ASKED) {
          asked.remove(asked.keySet().iterator().next());
        }
        hub.submit(command, this);
      }
      case ControlMessage.AskDictionary _ -> tell(hub.dictionary());
      case ControlMessage.Ping(String id) ->
          tell(ServerMessages.pong(id, hub.loop().currentTimeMillis()));
      case ControlMessage.Wrong wrong -> refuse(wrong);
    }
  }

  private void strike() {
    if (++strikes >= MAX_STRIKES) {
      outbox.close(CloseCode.TOO_MANY_MESSAGES);
    } else {
      tell(
          ServerMessages.error(
              "rate", "Too many messages.", "The hello message names the limit.", ""));
    }
  }

  private void refuse(ControlMessage.Wrong wrong) {
    if (wrong.command().isPresent()) {
      String why = wrong.hint().isEmpty() ? wrong.text() : wrong.text() + " " + wrong.hint();
      String id = wrong.command().get();
      tell(ServerMessages.commandRefused(id, why, hub.loop().currentTimeMillis()));
    } else {
      tell(ServerMessages.error(wrong.code(), wrong.text(), wrong.hint(), wrong.ref()));
    }
    if (++bad >= MAX_BAD) {
      outbox.close(CloseCode.BAD_MESSAGES);
    }
  }

  /** Whether it subscribed. */
  boolean isSubscribed() {
    return group != null;
  }

  /** Whether it gets every reading. */
  boolean wantsAll() {
    return group != null && !group.subscription().isRated();
  }

  /** Tells what it missed, then joins. */
  private void resume(ControlMessage.Resume from) {
    leave();
    if (hub.isOfThisRun(from.stream())) {
      resumption =
          hub.resumptions().begin(from.position(), hub.channels(patterns), codec, this::resumed);
    } else {
      resumed(hub.resumptions().nothing());
    }
  }

  private void resumed(Resumptions.Outcome outcome) {
    resumption = null;
    tell(ServerMessages.resumed(outcome.whole(), outcome.from(), outcome.to()));
    outcome.messages().forEach(this::tell);
    join();
  }

  /** It waits no more for what it missed. */
  private void forgetPast() {
    if (resumption != null) {
      hub.resumptions().forget(resumption);
      resumption = null;
    }
  }

  /** Joins the group of its subscription under the present directory, if it has one. */
  void join() {
    if (patterns.isEmpty()) {
      return;
    }
    if (resumption != null) { // the numbers are others now
      forgetPast();
      resumed(hub.resumptions().nothing());
      return;
    }
    leave();
    Optional<Group> found = hub.group(patterns, rate, codec);
    if (found.isEmpty()) {
      patterns = List.of();
      tell(
          ServerMessages.error(
              "busy",
              "There are too many different subscriptions.",
              "Subscribe to fewer channels, or as others do: \"*\" without a rate.",
              "subscribe"));
      return;
    }
    Group joined = found.get();
    joined.add(outbox);
    group = joined;
    tell(ServerMessages.subscribed(joined.subscription(), joined.position()));
    merged(outbox.takeMerged());
    welcome(joined);
  }

  /** Nobody shares its group yet: what it takes of memory is paid for with time. */
  private void pay() {
    Group joined = group;
    if (joined != null && joined.size() == 1) {
      hub.turns().charge(turns, joined.price());
    }
  }

  /** It is gone. */
  void end() {
    forgetPast();
    leave();
    outbox.forget();
    hub.clients().exit(entry);
    hub.turns().leave(turns);
  }

  /** Leaves its group and keeps what it subscribed to. */
  void leave() {
    Group left = group;
    group = null;
    if (left != null && !left.remove(outbox)) {
      hub.forget(left);
    }
  }

  @Override
  public void caughtUp() {
    Group joined = group;
    if (joined != null) {
      tell(ServerMessages.merged(outbox.takeMerged())); // also that none was: it counts anew
      welcome(joined);
    }
  }

  private void welcome(Group joined) {
    outbox.welcome(joined.welcome(), hub.loop().nanoTime());
  }

  /** Tells how many readings were replaced by newer ones, if any. */
  void merged(int count) {
    if (count > 0) {
      entry.addMerged(count);
      tell(ServerMessages.merged(count));
    }
  }

  /** Where a command is that this client asked for, right after it asked. */
  void answer(CommandRecord record, Payload message) {
    Asked mine = asked.get(record.command().id());
    if (mine == null || !record.state().equals(mine.last)) {
      tell(message);
    }
    if (mine != null) {
      told(mine, record, true);
    }
  }

  /**
   * A command got further, whoever asked for it.
   *
   * @param channel that it is for, which its watchers are told from; empty when only who asked is
   */
  void step(CommandRecord record, Payload message, OptionalInt channel) {
    Asked mine = asked.get(record.command().id());
    if (mine != null && record.state().equals(mine.last)) {
      return; // the answer to its question has said so
    }
    if (mine != null || (channel.isPresent() && isSubscribedTo(channel.getAsInt()))) {
      tell(message);
    }
    if (mine != null) {
      told(mine, record, mine.answered);
    }
  }

  private void told(Asked mine, CommandRecord record, boolean answered) {
    mine.last = record.state();
    mine.answered = answered;
    if (answered && record.state() instanceof CommandState.Ended) {
      asked.remove(record.command().id());
    }
  }

  private boolean isSubscribedTo(int channel) {
    Group joined = group;
    return joined != null && joined.subscription().channels().contains(channel);
  }
}
