package dev.ferrule.gateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {

  private final MemoryLedger ledger = new MemoryLedger();

  @Test
  void goesOnWithinTheCallWithTheRecordInPlace() {
    List<Optional<CommandRecord>> found = new ArrayList<>();
    CommandRecord record = record("command-1", new CommandState.Requested());
    ledger.append(record, () -> found.add(ledger.find("command-1")));
    assertEquals(List.of(Optional.of(record)), found);
  }

  @Test
  void forgetsTheOldestCommandThatHasEnded() {
    ledger.append(record("open-0000", new CommandState.Written()), () -> {});
    for (int i = 0; i < MemoryLedger.CAPACITY; i++) {
      ledger.append(record("ended-" + (10_000 + i), new CommandState.Expired()), () -> {});
    }
    assertTrue(ledger.find("open-0000").isPresent());
    assertTrue(ledger.find("ended-10000").isEmpty());
    assertTrue(ledger.find("ended-10001").isPresent());
  }

  private static CommandRecord record(String id, CommandState state) {
    Command command =
        new Command(id, new ChannelId("farm", "pump"), 1, Command.DEFAULT_TTL, false, "test");
    return new CommandRecord(command, state, 1);
  }
}
