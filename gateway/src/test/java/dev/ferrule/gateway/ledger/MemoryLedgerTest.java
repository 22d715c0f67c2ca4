package dev.ferrule.gateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.CommandState.Admitted;
import dev.ferrule.gateway.model.CommandState.Confirmed;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.CommandState.Rejected;
import dev.ferrule.gateway.model.CommandState.Requested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {

  private long nanos;
  private final MemoryLedger ledger = new MemoryLedger(() -> nanos, MemoryLedger.CAPACITY);

  @Test
  void goesOnWithinTheCallWithTheRecordInPlace() {
    List<Optional<CommandRecord>> found = new ArrayList<>();
    CommandRecord record = record("command-1", new Requested());
    ledger.append(record, () -> found.add(ledger.find("command-1")));
    assertEquals(List.of(Optional.of(record)), found);
  }

  @Test
  void keepsWhatActedHoweverManyRefusalsCome() {
    act("acted-00");
    for (int i = 0; i < 20_000; i++) {
      refuse("refused-" + i);
    }
    assertEquals("confirmed", state("acted-00"));
    assertEquals("rejected", state("refused-19999"));
    assertEquals("", state("refused-0"));
  }

  @Test
  void hasNoRoomWhileAllThatItRemembersIsYoung() {
    for (int i = 0; i < MemoryLedger.CAPACITY; i++) {
      assertEquals(new Ledger.Room.Free(), ledger.room());
      act("acted-0" + i);
      nanos += 1_000_000;
    }
    Duration wait = assertInstanceOf(Ledger.Room.Full.class, ledger.room()).pause();
    assertEquals(MemoryLedger.KEPT.minusSeconds(10), wait);
    assertEquals("confirmed", state("acted-00"));
    nanos += wait.toNanos();
    assertEquals(new Ledger.Room.Free(), ledger.room());
    assertEquals("", state("acted-00"));
    assertEquals("confirmed", state("acted-01"));
  }

  @Test
  void countsWhatIsUnderWay() {
    for (int i = 0; i < MemoryLedger.CAPACITY - 1; i++) {
      ledger.append(record("open-000" + i, new Admitted()), () -> {});
    }
    act("acted-00");
    assertInstanceOf(Ledger.Room.Full.class, ledger.room());
  }

  private void act(String id) {
    ledger.append(record(id, new Requested()), () -> {});
    ledger.append(record(id, new Admitted()), () -> {});
    ledger.append(record(id, new Confirmed()), () -> {});
  }

  private void refuse(String id) {
    ledger.append(record(id, new Requested()), () -> {});
    ledger.append(record(id, new Rejected(Reason.RANGE, "no", Duration.ZERO)), () -> {});
  }

  private String state(String id) {
    return ledger.find(id).map(record -> record.state().word()).orElse("");
  }

  private static CommandRecord record(String id, CommandState state) {
    var channel = new ChannelId("farm", "pump");
    var command = new Command(id, channel, 1, Command.DEFAULT_TTL, false, "test");
    return new CommandRecord(command, state, 0);
  }
}
