package dev.ferrule.protocol.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReliableTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final long MILLI = 1_000_000L;

  private final List<Integer> sent = new ArrayList<>();
  private final ReliableSender sender =
      new ReliableSender(
          (message, seq) -> {
            sent.add(seq);
            return 20;
          },
          0);

  @Test
  void keepsToTheWindowAndGoesOnWithTheAcknowledgment() {
    sender.reset(2, 200);
    offer(4);
    sender.pump(0);
    assertEquals(List.of(0, 1), sent);
    sender.acknowledged(1, 0);
    sender.pump(0);
    assertEquals(List.of(0, 1, 2), sent);
    sender.acknowledged(3, 0);
    sender.pump(0);
    assertEquals(List.of(0, 1, 2, 3), sent);
  }

  @Test
  void keepsToTheReceiveBufferOfThePeer() {
    sender.reset(7, 64);
    offer(7);
    sender.pump(0);
    assertEquals(
        2, sent.size(), "20 outstanding and one of 12 stay below 64 - 24, another does not");
  }

  @Test
  void sendsALongFrameOnlyWhenNothingIsOutstanding() {
    sender.reset(7, 64);
    assertTrue(sender.offer(new LinkMessage.CommandQuery(1)));
    assertTrue(sender.offer(new LinkMessage.DictionaryData(0, 200, Bytes.copyOf(new byte[200]))));
    sender.pump(0);
    assertEquals(List.of(0), sent);
    sender.acknowledged(1, 0);
    sender.pump(0);
    assertEquals(List.of(0, 1), sent);
  }

  @Test
  void sendsAllOutstandingAgainAndGivesUpAfterFiveTries() {
    sender.reset(7, 1_000);
    offer(2);
    sender.pump(0);
    long now = 0;
    for (long wait : new long[] {50, 100, 200, 400}) {
      now += wait * MILLI;
      assertEquals(now, sender.deadline());
      assertTrue(sender.pump(now));
    }
    assertEquals(List.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1), sent);
    assertFalse(sender.pump(now + 400 * MILLI));
    assertEquals(8, sender.resent());
  }

  @Test
  void aDeviceGoesOnWithTheLongestResendTime() {
    var device = ReliableSender.ofDevice((_, seq) -> sent.add(seq) ? 20 : -1, 0);
    device.reset(1, 1_000);
    assertTrue(device.offer(new LinkMessage.CommandQuery(1)));
    device.pump(0);
    long now = 750 * MILLI;
    for (int i = 0; i < 100; i++) {
      assertTrue(device.pump(now));
      now += 400 * MILLI;
    }
    assertEquals(100, sent.size(), 1);
    device.acknowledged(1, now);
    assertTrue(device.isIdle());
  }

  @Test
  void ignoresAnAcknowledgmentThatIsNotOfTheWindow() {
    sender.reset(7, 1_000);
    offer(2);
    sender.pump(0);
    sender.acknowledged(5, 0);
    sender.acknowledged(0, 0);
    assertFalse(sender.isIdle());
    sender.acknowledged(2, 0);
    assertTrue(sender.isIdle());
  }

  @Test
  void everyMessageArrivesOnceAndInOrderOverALineThatLosesAndRepeats() {
    Random random = new Random(SEED);
    for (int window = 1; window <= 7; window++) {
      List<LinkMessage> arrived = new ArrayList<>();
      var receiver = new ReliableReceiver();
      var lossy =
          new ReliableSender(
              (message, seq) -> {
                int dice = random.nextInt(10);
                int copies = dice == 0 ? 0 : dice == 1 ? 2 : 1;
                for (int i = 0; i < copies; i++) {
                  if (receiver.accept(seq)) {
                    arrived.add(message);
                  }
                }
                return 20;
              },
              0);
      lossy.reset(window, 1_000);
      List<LinkMessage> offered = new ArrayList<>();
      long now = 0;
      while (arrived.size() < 300) {
        LinkMessage next = new LinkMessage.CommandQuery(offered.size());
        if (offered.size() < 300 && lossy.offer(next)) {
          offered.add(next);
        }
        assertTrue(lossy.pump(now), "seed " + SEED);
        if (receiver.ackDue() && random.nextBoolean()) {
          lossy.acknowledged(receiver.expected(), now);
          receiver.acknowledged();
        }
        now += 10 * MILLI;
      }
      assertEquals(offered, arrived, "window " + window + ", seed " + SEED);
    }
  }

  @Test
  void answersAGapOnceAndEveryRepeat() {
    var receiver = new ReliableReceiver(4);
    assertTrue(receiver.accept(0));
    assertTrue(receiver.ackDue());
    receiver.acknowledged();
    assertFalse(receiver.accept(2));
    assertTrue(receiver.ackDue());
    receiver.acknowledged();
    assertFalse(receiver.accept(3));
    assertFalse(receiver.ackDue());
    for (int i = 0; i < 2; i++) {
      assertFalse(receiver.accept(0));
      assertTrue(receiver.ackDue());
      receiver.acknowledged();
    }
    assertTrue(receiver.accept(1));
    receiver.acknowledged();
    assertFalse(receiver.accept(3));
    assertTrue(receiver.ackDue(), "another gap");
  }

  private void offer(int count) {
    for (int i = 0; i < count; i++) {
      assertTrue(sender.offer(new LinkMessage.CommandQuery(i)));
    }
  }
}
