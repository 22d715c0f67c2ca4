package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.ledger.Ledger;
import dev.ferrule.gateway.ledger.MemoryLedger;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a desk does whose ledger cannot remember more commands. */
class FullLedgerTest extends FarmFixture {

  @Override
  Ledger ledger() {
    var memory = new MemoryLedger();
    return new Ledger() {
      @Override
      public void append(CommandRecord record, Runnable then) {
        memory.append(record, then);
      }

      @Override
      public Optional<CommandRecord> find(String id) {
        return memory.find(id);
      }

      @Override
      public Room room() {
        return new Room.Full(Duration.ofMinutes(1));
      }
    };
  }

  @Test
  void refusesWhatCanWaitButNeverASafeValue() {
    farm("fan", new RuleBuilder().rule());
    assertEquals(Reason.RATE, refusal("fan", 20));
    act("fan", 0);
  }
}
