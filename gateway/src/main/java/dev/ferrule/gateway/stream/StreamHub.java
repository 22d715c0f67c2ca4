package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.command.CommandPort;
import dev.ferrule.gateway.frames.DictionaryText;
import dev.ferrule.gateway.frames.Message;
import dev.ferrule.gateway.frames.ReadingsEncoder;
import dev.ferrule.gateway.history.Recollection;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.LoopLoad;
import dev.ferrule.gateway.loop.RecentlyUsed;
import dev.ferrule.gateway.loop.Turns;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.RegistryListener;
import dev.ferrule.gateway.registry.Replica;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.gateway.security.Grant;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All stream clients of one event loop.
 *
 * <p>Owner: its loop; every method is called on it.
 */
public final class StreamHub implements RegistryListener {

  private static final Duration SWEEP = Duration.ofMillis(250);

  /** In so many sweeps each client is looked at once. */
  private static final int ROUND = 4;

  /** With a round on top less than the 5 s that clients may count on (PROTOCOL.md B3). */
  private static final Duration SILENCE = Duration.ofMillis(3_500);

  private static final int REMEMBERED = 64;

  /** More than can be under way: 16 of each of 64 devices. */
  private static final int MOST_GOING_ON = 1024;

  private static final Payload NONE = Payload.of(new Message.Text(""));

  private final Loop loop;
  private final LoopLoad load;
  private final Replica replica;
  private final Resumptions resumptions;
  private final CommandPort commands;
  private final StreamSettings settings;
  private final ServerName name;
  private final ClientCount clients;
  private final SecureRandom random = new SecureRandom();

  /** All clients; first who was not looked at for longest. */
  private final SequencedSet<Session> sessions = new LinkedHashSet<>();

  /** Those for whom something waits. */
  private final Set<Session> waiting = new LinkedHashSet<>();

  private final Map<Group.Subscription, Group> groups = new HashMap<>();
  private final ReadingsEncoder.Scratch scratch = new ReadingsEncoder.Scratch();
  private final Turns turns;

  /** Commands that got further and of which nobody was told yet, by their ids. */
  private final Map<String, CommandRecord> steps = new LinkedHashMap<>();

  /** Commands that watchers heard of and that go on; those that got further last. */
  private final Map<String, Boolean> goingOn = new RecentlyUsed<>(MOST_GOING_ON);

  /** What patterns matched under the present directory; the latest {@link #REMEMBERED}. */
  private final Map<List<String>, ChannelSet> matched = new RecentlyUsed<>(REMEMBERED);

  /** The dictionary as text; made when somebody needs it. */
  private Payload dictionary = NONE;

  private boolean sweeping;

  /** A hub without clients, which hears the replica and the desk from now on. */
  public StreamHub(
      Loop loop,
      Turns turns,
      Replica replica,
      CommandPort commands,
      StreamSettings settings,
      ServerName name,
      ClientCount clients,
      Recollection recollection) {
    this.resumptions = new Resumptions(loop, replica, recollection, scratch);
    this.loop = loop;
    this.load = new LoopLoad(loop);
    this.replica = replica;
    this.commands = commands;
    this.settings = settings;
    this.name = name;
    this.clients = clients;
    this.turns = turns;
    replica.listen(this);
    commands.listen(loop, this::step);
  }

  Loop loop() {
    return loop;
  }

  /**
   * Takes a client in and greets it, or closes it when there is no place for it; what it says and
   * that it goes is told by the caller.
   */
  Optional<Session> open(ClientSocket socket, Subprotocol codec, Caller caller) {
    if (!clients.take(caller.address())) {
      socket.close(CloseCode.TOO_MANY_CLIENTS);
      return Optional.empty();
    }
    Session session = new Session(this, socket, codec, caller, settings);
    sessions.add(session);
    byte[] id = new byte[8];
    random.nextBytes(id);
    String text = HexFormat.of().formatHex(id);
    session.tell(ServerMessages.hello(name, settings, caller, text, loop.currentTimeMillis()));
    session.tell(dictionary());
    if (!sweeping) {
      sweeping = true;
      loop.after(SWEEP, this::sweep);
    }
    return Optional.of(session);
  }

  /** A client is gone. */
  void closed(Session session) {
    if (sessions.remove(session)) {
      waiting.remove(session);
      session.end();
      clients.giveBack(session.address());
    }
  }

  /** Tells every client that the gateway stops. */
  public void close() {
    for (Session session : List.copyOf(sessions)) {
      session.outbox().close(CloseCode.STOPPING);
    }
  }

  /** Who its clients are. */
  public Set<Caller> callers() {
    return sessions.stream().map(Session::caller).collect(Collectors.toSet());
  }

  /**
   * Closes the connections of clients who may no more what they might when they came.
   *
   * @param grants what a caller may now; nothing for those who would not be let in
   */
  public void admitAgain(Function<Caller, Optional<Grant>> grants) {
    for (Session session : List.copyOf(sessions)) {
      Optional<Grant> now = grants.apply(session.caller());
      if (now.isEmpty()) {
        session.outbox().close(CloseCode.LOGGED_OUT);
      } else if (!now.get().equals(session.caller().grant())) {
        session.outbox().close(CloseCode.OTHER_RIGHTS);
      }
    }
  }

  /** The dictionary message. */
  Payload dictionary() {
    if (dictionary.size() == 0) {
      dictionary = Payload.shared(DictionaryText.of(replica.directory()));
    }
    return dictionary;
  }

  ClientCount clients() {
    return clients;
  }

  /** Whose turn it is to be heard. */
  Turns turns() {
    return turns;
  }

  /**
   * The group for a subscription under the present directory; none when there is no room for it.
   */
  Optional<Group> group(List<String> patterns, double rate, Subprotocol codec) {
    Directory directory = replica.directory();
    Group.Subscription subscription = new Group.Subscription(channels(patterns), rate, codec);
    Group known = groups.get(subscription);
    if (known != null) {
      return Optional.of(known);
    }
    long bytes = Group.bytes(subscription, directory);
    clients.groups().add(bytes);
    if (clients.groups().isFull()) {
      clients.groups().add(-bytes);
      return Optional.empty();
    }
    Group made = new Group(subscription, loop, load, settings.tick(), replica, scratch, bytes);
    groups.put(subscription, made);
    return Optional.of(made);
  }

  /** Clients that wait for what they missed. */
  Resumptions resumptions() {
    return resumptions;
  }

  /** Whether positions of a sequence mean something here. */
  boolean isOfThisRun(String stream) {
    return stream.equals(name.stream());
  }

  /** What patterns match under the present directory. */
  ChannelSet channels(List<String> patterns) {
    Directory directory = replica.directory();
    return matched.computeIfAbsent(patterns, one -> ChannelSet.matching(one, directory));
  }

  /** A group without clients is no more. */
  void forget(Group group) {
    if (groups.remove(group.subscription(), group)) {
      clients.groups().add(-group.bytes());
    }
  }

  /** Drops whoever holds most, until no more waits than may. */
  void relieve() {
    while (clients.backlog().isFull()) {
      Optional<Session> heaviest =
          sessions.stream().max(Comparator.comparingLong(session -> session.outbox().held()));
      if (heaviest.isEmpty() || heaviest.get().outbox().held() == 0) {
        return; // other loops relieve themselves
      }
      heaviest.get().outbox().drop();
    }
  }

  void submit(Command command, Session session) {
    commands.submit(
        command,
        session.caller(),
        loop,
        record -> {
          tellSteps(); // what was before the answer
          session.answer(record, ServerMessages.command(record));
        });
  }

  /** A command got further: what follows in the same turn is told together with it. */
  private void step(CommandRecord record) {
    if (steps.isEmpty()) {
      loop.execute(this::tellSteps);
    }
    steps.put(record.command().id(), record);
  }

  private void tellSteps() {
    List<CommandRecord> latest = List.copyOf(steps.values());
    steps.clear();
    latest.forEach(this::tell);
  }

  /** Watchers of a channel are told what happens to it: not what was asked in vain. */
  private void tell(CommandRecord record) {
    Payload message = ServerMessages.command(record);
    OptionalInt channel =
        isForWatchers(record)
            ? replica.directory().number(record.command().channel())
            : OptionalInt.empty();
    for (Session session : sessions) {
      session.step(record, message, channel);
    }
  }

  /** What was refused before anybody heard of it is of no interest to others. */
  private boolean isForWatchers(CommandRecord record) {
    String id = record.command().id();
    return switch (record.state()) {
      case CommandState.Requested _ -> false;
      case CommandState.Open _ -> {
        goingOn.put(id, true);
        yield true;
      }
      case CommandState.Rejected _ -> goingOn.remove(id) != null;
      case CommandState.Ended _ -> {
        goingOn.remove(id);
        yield true;
      }
    };
  }

  @Override
  public void readings(ReadingBatch batch) {
    for (Group group : groups.values()) {
      group.readings(batch);
    }
    resumptions.hold(batch);
  }

  /** Readings under the old numbers go out first; then everyone begins anew. */
  @Override
  public void directory(Directory next) {
    dictionary = NONE;
    matched.clear();
    if (sessions.isEmpty()) {
      return;
    }
    new ArrayList<>(groups.values()).forEach(Group::flush);
    for (Session session : sessions) {
      session.leave();
    }
    for (Session session : sessions) {
      session.tell(dictionary());
      session.join();
    }
  }

  @Override
  public void device(DeviceInfo device) {
    dictionary = NONE;
    Payload message = ServerMessages.device(device);
    for (Session session : sessions) {
      session.tell(message);
    }
  }

  /** Replaced on the way to this loop: whoever wanted each of them is told. */
  @Override
  public void merged(int count) {
    resumptions.breakOff();
    for (Session session : sessions) {
      if (session.wantsAll()) {
        session.merged(count);
      }
    }
  }

  /** Something waits for a client, or nothing any more. */
  void waits(Session session, boolean something) {
    if (something) {
      waiting.add(session);
    } else {
      waiting.remove(session);
    }
  }

  /** Finds clients that do not read, and shows others that the connection is alive. */
  private void sweep() {
    long now = loop.nanoTime();
    for (Session session : List.copyOf(waiting)) {
      session.outbox().cutIfStalled(now);
      session.showQueue();
    }
    showLife(now);
    sweeping = !sessions.isEmpty();
    if (sweeping) {
      loop.after(SWEEP, this::sweep);
    }
  }

  /**
   * Tells the time to those who were told nothing else for long: a part of all clients in each
   * sweep, or they would all be due in one.
   */
  private void showLife(long now) {
    Payload time = ServerMessages.time(loop.currentTimeMillis());
    int due = Math.ceilDiv(sessions.size(), ROUND);
    for (int i = 0; i < due; i++) {
      Session next = sessions.removeFirst();
      sessions.addLast(next);
      if (next.outbox().isSilentFor(SILENCE, now)) {
        next.outbox().idle(time, now);
      }
    }
  }
}
