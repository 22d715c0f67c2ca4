package dev.ferrule.gateway.mqtt.bridge;

import dev.ferrule.gateway.command.CommandPort;
import dev.ferrule.gateway.history.History;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.mqtt.Arrival;
import dev.ferrule.gateway.mqtt.Broker;
import dev.ferrule.gateway.mqtt.BrokerSettings;
import dev.ferrule.gateway.mqtt.Delivery;
import dev.ferrule.gateway.mqtt.Publication;
import dev.ferrule.gateway.mqtt.Topics;
import dev.ferrule.gateway.mqtt.homeassistant.Discovery;
import dev.ferrule.gateway.mqtt.homeassistant.Exposure;
import dev.ferrule.gateway.outbox.Outbox;
import dev.ferrule.gateway.outbox.Receiver;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.registry.RegistryListener;
import dev.ferrule.gateway.registry.Replica;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The gateway at one broker.
 *
 * <p>At most {@link #IN_FLIGHT} messages are under way; each one that the broker took makes room
 * for the next, which {@link Outgoing} decides. Nothing waits anywhere else.
 *
 * <p>Owner: its loop.
 */
public final class Bridge implements RegistryListener, Broker.Listener {

  /** Messages that the broker has not acknowledged yet. */
  public static final int IN_FLIGHT = 20;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String ONLINE = "online";
  private static final String OFFLINE = "offline";

  private final Loop loop;
  private final Replica replica;
  private final Topics topics;
  private final Broker broker;
  private final Logger log;
  private final ReadingFeed readings;
  private final Optional<FrameFeed> frames;
  private final Optional<Outbox> outbox;
  private final Optional<PastFeed> past;
  private final Optional<Commands> commands;
  private final Optional<Discovery> discovery;
  private final Outgoing outgoing;
  private final List<String> filters = new ArrayList<>();

  // Of this connection.
  private int most;
  private int underWay;

  private boolean pumping;
  private long replacedBefore;

  private final BrokerSettings address;
  private volatile Receiver status;

  /**
   * A bridge that is not connected yet.
   *
   * @param replica of the registry, on {@code loop}
   * @param desk where commands go
   * @param history what is still to be told is read from there; empty when nothing is remembered
   * @param version of the program
   * @param random for pauses
   */
  public Bridge(
      Loop loop,
      Replica replica,
      CommandPort desk,
      BridgeSettings settings,
      Optional<History> history,
      String version,
      RandomGenerator random) {
    this.loop = loop;
    this.replica = replica;
    this.topics = settings.topics();
    this.address = settings.broker();
    this.log = System.getLogger("dev.ferrule.mqtt." + address.name());
    this.readings = new ReadingFeed(loop, settings, replica.latest(), this::ready);
    this.frames =
        settings.frames()
            ? Optional.of(new FrameFeed(loop, replica, topics, this::ready))
            : Optional.empty();
    this.outbox =
        settings.backlog().isEmpty()
            ? Optional.empty()
            : history.map(remembered -> outbox(remembered, settings));
    this.past =
        outbox.map(
            one -> new PastFeed(loop, settings, settings.backlog().getAsInt(), one, this::ready));
    this.outgoing = new Outgoing(readings, frames, past);
    this.commands =
        settings.commands().isEmpty()
            ? Optional.empty()
            : Optional.of(new Commands(loop, settings, desk, this::answer));
    this.discovery = discovery(settings, version, random);
    commands.ifPresent(_ -> filters.add(topics.allCommands()));
    discovery.ifPresent(one -> filters.addAll(one.filters()));
    Publication will = Publication.retained(topics.state(), OFFLINE);
    this.broker = new Broker(loop, address, will, this, random);
    this.status = receiver(false, loop.currentTimeMillis());
  }

  /** An outbox that the live readings count along with. */
  private Outbox outbox(History history, BridgeSettings settings) {
    AtomicReference<@Nullable LiveNumbers> along = new AtomicReference<>();
    var made =
        new Outbox(
            loop,
            history,
            "mqtt:" + settings.broker().name(),
            new Outbox.Owner() {
              @Override
              public boolean tells(String channel) {
                return ChannelId.parse(channel)
                    .map(id -> !(settings.paces().of(id) instanceof Pace.Never))
                    .orElse(false);
              }

              @Override
              public void uneven() {
                Optional.ofNullable(along.get()).ifPresent(LiveNumbers::uneven);
              }

              @Override
              public void ready() {
                Bridge.this.ready();
              }
            });
    var numbers = new LiveNumbers(loop, replica, made, readings);
    along.set(numbers);
    readings.count(numbers);
    return made;
  }

  private Optional<Discovery> discovery(
      BridgeSettings settings, String version, RandomGenerator random) {
    return settings
        .discovery()
        .map(
            prefix ->
                new Discovery(
                    loop,
                    topics,
                    prefix,
                    version,
                    channel -> exposure(channel, settings),
                    this::tell,
                    settings.retain() ? () -> {} : readings::tellAgain,
                    random,
                    replica.directory()));
  }

  private static Exposure exposure(Channel channel, BridgeSettings settings) {
    Pace pace = settings.paces().of(channel.id());
    return new Exposure(
        !(pace instanceof Pace.Never),
        pace.longest(channel.period()),
        settings.allows(channel.id()));
  }

  /** Connects, and hears the registry from now on. */
  public void start() {
    outbox.ifPresent(Outbox::start);
    replica.listen(this);
    broker.connect();
    look();
  }

  /**
   * Tells the broker that the gateway goes.
   *
   * @param limit how long that may take
   * @param done told on the loop, once
   */
  public void close(Duration limit, Runnable done) {
    outbox.ifPresent(Outbox::close);
    broker.close(Publication.retained(topics.state(), OFFLINE), limit, done);
  }

  /** How it stands. Any thread. */
  public Receiver status() {
    return status;
  }

  /** Says once in a while how it stands. */
  private void look() {
    loop.after(LOOK, this::look);
    say();
  }

  private void say() {
    boolean isUp = broker.isConnected();
    status = receiver(isUp, status.isUp() == isUp ? status.since() : loop.currentTimeMillis());
  }

  private Receiver receiver(boolean isUp, long since) {
    return new Receiver(
        "mqtt",
        address.name(),
        address.address(),
        isUp,
        since,
        broker.trouble(),
        outbox.map(Outbox::status));
  }

  @Override
  public void connected(int taken) {
    most = Math.min(IN_FLIGHT, taken);
    underWay = 0;
    outgoing.tell(Publication.retained(topics.state(), ONLINE));
    replica.directory().devices().forEach(this::tell);
    frames.ifPresent(this::tellDictionary);
    frames.ifPresent(FrameFeed::opened);
    readings.opened();
    outbox
        .map(one -> one.status().readings())
        .filter(waiting -> waiting > 0)
        .ifPresent(
            waiting ->
                log.log(Level.INFO, "{0} readings that came meanwhile are told now", waiting));
    say();
    long replaced = readings.replaced() + frames.map(FrameFeed::replaced).orElse(0L);
    if (replaced > replacedBefore) {
      log.log(
          Level.INFO,
          "{0} readings were replaced by newer ones before the broker took them",
          replaced - replacedBefore);
      replacedBefore = replaced;
    }
    if (!filters.isEmpty()) {
      broker.subscribe(filters, () -> discovery.ifPresent(Discovery::opened));
    }
  }

  private void tellDictionary(FrameFeed feed) {
    outgoing.tell(topics.dictionary(), feed::dictionary);
  }

  private void tell(DeviceInfo device) {
    tell(Publication.retained(topics.state(device.id()), device.state().word()));
  }

  private void tell(Publication notice) {
    outgoing.tell(notice);
    ready();
  }

  private void answer(Answers.Answer answer) {
    answer.message().ifPresent(outgoing::answer);
    ready();
  }

  @Override
  public void lost() {
    outgoing.lost();
    readings.lost();
    frames.ifPresent(FrameFeed::lost);
    past.ifPresent(PastFeed::lost);
    discovery.ifPresent(Discovery::lost);
    say();
  }

  @Override
  public void arrived(Arrival message) {
    boolean heard = discovery.map(one -> one.hears(message)).orElse(false);
    if (!heard) {
      commands.ifPresent(one -> one.arrived(message));
    }
  }

  @Override
  public void directory(Directory directory) {
    readings.directory(directory).forEach(this::tell);
    commands.ifPresent(one -> one.directory(directory));
    frames.ifPresent(feed -> feed.directory(directory));
    if (broker.isConnected()) {
      frames.ifPresent(this::tellDictionary);
      directory.devices().forEach(this::tell);
    }
    discovery.ifPresent(one -> one.directory(directory));
  }

  @Override
  public void device(DeviceInfo device) {
    if (broker.isConnected()) {
      frames.ifPresent(this::tellDictionary);
      tell(device);
    }
  }

  @Override
  public void readings(ReadingBatch batch) {
    readings.readings(batch);
    frames.ifPresent(feed -> feed.readings(batch));
  }

  @Override
  public void merged(int count) {
    readings.uneven();
    log.log(Level.DEBUG, "{0} readings were replaced on the way to the bridge", count);
  }

  /** There is something to send: at the end of the turn, so that what comes with it goes, too. */
  private void ready() {
    if (!pumping && broker.isConnected()) {
      pumping = true;
      loop.execute(this::pump);
    }
  }

  private void pump() {
    pumping = false;
    while (broker.isConnected() && underWay < most) {
      Optional<Sending> next = outgoing.next();
      if (next.isEmpty()) {
        return;
      }
      underWay++;
      broker.publish(next.get().message(), told -> taken(next.get(), told));
    }
  }

  private void taken(Sending sent, Delivery told) {
    underWay--;
    sent.done().run();
    switch (told) {
      case Delivery.Taken _ -> {}
      case Delivery.Refused(String why) ->
          log.log(
              Level.WARNING,
              "The broker did not take a message to {0}: {1}",
              sent.message().topic(),
              why);
    }
    pump();
  }
}
