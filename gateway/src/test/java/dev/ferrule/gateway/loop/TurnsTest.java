package dev.ferrule.gateway.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand-wound time, which passes only while something is done for a client. */
class TurnsTest {

  private static final String CROWDED = "10.0.0.1";

  private final ManualLoop loop = new ManualLoop();
  private final Turns turns = new Turns(loop);
  private final List<String> done = new ArrayList<>();

  private Runnable work(String name, int millis) {
    return () -> {
      loop.pass(Duration.ofMillis(millis));
      done.add(name);
    };
  }

  private void ask(Turns.Client client, String name, int millis) {
    if (turns.isTurnOf(client)) {
      turns.take(client, work(name, millis));
    } else {
      turns.await(client, work(name, millis));
    }
  }

  /** A client whose address has just had more than its share. */
  private Turns.Client greedy() {
    Turns.Client greedy = turns.enter(CROWDED);
    ask(greedy, "much", 50);
    done.clear();
    return greedy;
  }

  @Test
  void doesAtOnceWhatIsLittle() {
    ask(turns.enter(CROWDED), "little", 2);
    assertEquals(List.of("little"), done);
  }

  @Test
  void letsAnAddressWaitThatHadMuch() {
    ask(greedy(), "more", 1);
    assertEquals(List.of(), done);
    loop.advance(Duration.ofMillis(200));
    assertEquals(List.of("more"), done);
  }

  @Test
  void doesAtOnceWhatAnotherAddressAsksFor() {
    ask(greedy(), "more", 1);
    ask(turns.enter("10.0.0.2"), "other", 1);
    assertEquals(List.of("other"), done);
  }

  /** A new connection is no way round. */
  @Test
  void remembersWhatAnAddressHadWhenItsClientsAreGone() {
    turns.leave(greedy());
    assertFalse(turns.isTurnOf(turns.enter(CROWDED)));
  }

  /** Two thousand connections a second, and one that wants something. */
  @Test
  void getsItsTurnAmongManyWhoOnlyKnock() {
    ask(greedy(), "more", 1);
    for (int i = 0; i < 500 && done.isEmpty(); i++) {
      for (int j = 0; j < 2; j++) {
        Turns.Client knocking = turns.enter(CROWDED);
        turns.chargeForAsking(knocking, Duration.ofMillis(1));
        turns.leave(knocking);
      }
      loop.advance(Duration.ofMillis(1));
    }
    assertEquals(List.of("more"), done);
  }

  @Test
  void servesWhoHadLeastFirst() {
    Turns.Client greedy = greedy();
    Turns.Client modest = turns.enter(CROWDED);
    ask(greedy, "greedy", 1);
    ask(modest, "modest", 1);
    loop.advance(Duration.ofSeconds(1));
    assertEquals(List.of("modest", "greedy"), done);
  }

  @Test
  void keepsTheOrderOfOneClient() {
    Turns.Client greedy = greedy();
    List<String> names = List.of("a", "b", "c");
    names.forEach(name -> ask(greedy, name, 1));
    loop.advance(Duration.ofSeconds(1));
    assertEquals(names, done);
  }

  /** However many connections ask, others get at the loop every millisecond or two. */
  @Test
  void doesLittleAtOnceOfWhatACrowdAsksFor() {
    Turns.Client greedy = greedy();
    for (int i = 0; i < 100; i++) {
      ask(i == 0 ? greedy : turns.enter(CROWDED), "one", 1);
    }
    long begun = loop.nanoTime();
    for (int before = 0; done.size() < 100; before = done.size()) {
      loop.advance(Duration.ofMillis(1));
      assertTrue(done.size() - before <= 2, "at once: " + (done.size() - before));
    }
    long took = loop.nanoTime() - begun;
    assertTrue(100e6 / took <= 0.35, took / 1_000_000 + " ms for 100 ms of work");
  }

  @Test
  void forgetsWhatSomebodyAskedForWhoIsGone() {
    Turns.Client greedy = greedy();
    ask(greedy, "more", 1);
    assertTrue(greedy.isWaiting());
    turns.leave(greedy);
    loop.advance(Duration.ofSeconds(1));
    assertEquals(List.of(), done);
  }
}
