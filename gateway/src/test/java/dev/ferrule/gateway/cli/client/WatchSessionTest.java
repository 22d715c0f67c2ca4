package dev.ferrule.gateway.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.app.ServingFixture;
import dev.ferrule.gateway.cli.client.WatchSession.End;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.stream.StreamSettings;
import dev.ferrule.gateway.web.HttpSettings;
import dev.ferrule.protocol.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Sessions against a real server, watched by a view that leaves when it has seen enough. */
class WatchSessionTest {

  private static final long LONG_AGO = 1_795_348_800_000L;

  @Test
  void saysWhichChannelWasMeant() throws Exception {
    try (var server = new ServingFixture(StreamSettings.DEFAULT, 1, "climate")) {
      server.up("climate", Channels.sensor("climate", "temp"));
      var view = new LeavingView(seen -> !seen.isEmpty(), _ -> {});

      End end = session(server.port(), view, "climate.tmp").run();

      assertInstanceOf(End.Done.class, end);
      assertEquals(
          List.of("no channel matches climate.tmp; did you mean \"climate.temp\"?"), view.seen);
    }
  }

  @Test
  void comesBackAfterTheGatewayDidAndRepeatsNothing() throws Exception {
    var first = new ServingFixture(StreamSettings.DEFAULT, 1, "climate");
    first.up("climate", Channels.sensor("climate", "temp"));
    first.read("climate", ReadingBatch.single(0, LONG_AGO, 21.5, (byte) Quality.GOOD));
    first.settle();
    int port = first.port();
    var lost = new CompletableFuture<String>();
    var view =
        new LeavingView(
            seen -> seen.contains("22.5 °C"),
            seen -> {
              if (seen.contains("trying again")) {
                lost.complete(seen);
              }
            });
    var ended = CompletableFuture.supplyAsync(() -> unchecked(session(port, view, "*")));
    view.first.get(ServingFixture.PATIENCE_S, TimeUnit.SECONDS);

    first.close();
    lost.get(ServingFixture.PATIENCE_S, TimeUnit.SECONDS);
    var http = new HttpSettings("127.0.0.1", port, 1, List.of());
    try (var second = new ServingFixture(StreamSettings.DEFAULT, http, "climate")) {
      second.up("climate", Channels.sensor("climate", "temp"));
      second.read("climate", ReadingBatch.single(0, LONG_AGO, 21.5, (byte) Quality.GOOD));
      second.settle();
      second.read("climate", ReadingBatch.single(0, LONG_AGO + 1000, 22.5, (byte) Quality.GOOD));

      assertInstanceOf(End.Done.class, ended.get(ServingFixture.PATIENCE_S, TimeUnit.SECONDS));
    }

    assertEquals(1, view.seen.stream().filter("21.5 °C"::equals).count(), view.seen::toString);
    assertTrue(view.seen.contains("connected again"), view.seen::toString);
  }

  private static WatchSession session(int port, WatchView view, String... patterns) {
    var address = GatewayAddress.parse("127.0.0.1:" + port);
    return new WatchSession(address, List.of(patterns), 0, 0, view);
  }

  private static End unchecked(WatchSession session) {
    try {
      return session.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Notes and values in the order in which they came. Owner: the session's thread. */
  private static final class LeavingView implements WatchView {

    private final List<String> seen = new ArrayList<>();
    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final Predicate<List<String>> enough;
    private final Consumer<String> each;

    LeavingView(Predicate<List<String>> enough, Consumer<String> each) {
      this.enough = enough;
      this.each = each;
    }

    @Override
    public void reading(ClientReading reading) {
      first.complete(reading.text());
      add(reading.text());
    }

    @Override
    public void note(String text) {
      add(text);
    }

    private void add(String text) {
      seen.add(text);
      each.accept(text);
    }

    @Override
    public void tick(long gatewayTime) {}

    @Override
    public boolean isAbandoned() {
      return enough.test(seen);
    }

    @Override
    public void close() {}
  }
}
