package dev.ferrule.gateway.stream;

import dev.ferrule.gateway.command.CommandPort;
import dev.ferrule.gateway.frames.Message;
import dev.ferrule.gateway.history.Recollection;
import dev.ferrule.gateway.loop.Backlog;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.ManualLoop;
import dev.ferrule.gateway.loop.Turns;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.registry.DeviceFeed;
import dev.ferrule.gateway.registry.Registry;
import dev.ferrule.gateway.security.Caller;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A hub on a hand-wound loop, with one device "a" and any number of clients. */
final class HubFixture {

  /** A client: its socket, its session, and what it makes of binary messages. */
  final class Client {
    final FakeSocket socket = new FakeSocket();
    final StreamReader reader = new StreamReader();
    final Session session;

    private Client(Subprotocol codec) {
      session = hub.open(socket, codec, Caller.local("127.0.0.1")).orElseThrow();
    }

    /** Says something, and everything that follows at once happens. */
    void say(String json) {
      session.text(json);
      loop.runReady();
    }

    /** What came since the last time, read in order. */
    List<Payload> take() {
      List<Payload> payloads = socket.take();
      for (Payload payload : payloads) {
        switch (payload.message()) {
          case Message.Binary(byte[] bytes) -> readings.add(reader.read(bytes));
          case Message.Text _ -> {
            List<Payload> one = List.of(payload);
            FakeSocket.texts(one, "dictionary").forEach(reader::dictionary);
            FakeSocket.texts(one, "readings").forEach(json -> readings.add(reader.read(json)));
          }
        }
      }
      return payloads;
    }

    /** The readings of each message since the last time. */
    List<List<StreamReader.Reading>> readings() {
      readings.clear();
      take();
      return List.copyOf(readings);
    }

    private final List<List<StreamReader.Reading>> readings = new ArrayList<>();
  }

  final ManualLoop loop = new ManualLoop();
  final Registry registry = new Registry(loop);
  final DeviceFeed feed = registry.feed("a", "A", "text", "test", (_, _) -> {});
  final Port commands = new Port();
  final ClientCount count;
  final StreamHub hub;

  HubFixture() {
    this(StreamSettings.DEFAULT);
  }

  HubFixture(StreamSettings settings) {
    this(settings, ClientCount.WAITING);
  }

  /** A hub for whose clients so many bytes may wait. */
  HubFixture(StreamSettings settings, long backlog) {
    count = new ClientCount(settings.clients(), new Backlog(backlog));
    hub =
        new StreamHub(
            loop,
            new Turns(loop),
            registry.replicate(loop),
            commands,
            settings,
            new ServerName("g", "0", "s"),
            count,
            Recollection.NONE);
    loop.runReady();
  }

  Client client(Subprotocol codec) {
    Client client = new Client(codec);
    client.take();
    return client;
  }

  /** A client with a subscription to everything, which has its snapshot. */
  Client subscribed(Subprotocol codec) {
    Client client = client(codec);
    client.say("{\"t\":\"subscribe\"}");
    client.take();
    return client;
  }

  void channels(Channel... channels) {
    feed.channels(List.of(channels));
    loop.runReady();
  }

  /** A good reading now. */
  void read(int channel, double value) {
    read(ReadingBatch.single(channel, loop.currentTimeMillis(), value, Quality.GOOD));
  }

  /** A batch of good readings. */
  ReadingBatch good(int first, int channels, long[] times, double... values) {
    return new ReadingBatch(first, channels, times, values, new byte[values.length]);
  }

  void read(ReadingBatch batch) {
    feed.readings(batch);
  }

  /** A desk that says what a test wants. */
  static final class Port implements CommandPort {
    final List<Command> submitted = new ArrayList<>();
    private final List<Consumer<CommandRecord>> listeners = new ArrayList<>();
    CommandState answer = new CommandState.Admitted();
    Consumer<Command> onSubmit = _ -> {};

    void step(CommandRecord record) {
      listeners.forEach(listener -> listener.accept(record));
    }

    @Override
    public void submit(Command command, Caller by, Loop replyOn, Consumer<CommandRecord> reply) {
      submitted.add(command);
      onSubmit.accept(command);
      reply.accept(new CommandRecord(command, answer, ManualLoop.START));
    }

    @Override
    public void find(String id, Loop replyOn, Consumer<Optional<CommandRecord>> reply) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void listen(Loop on, Consumer<CommandRecord> listener) {
      listeners.add(listener);
    }
  }
}
