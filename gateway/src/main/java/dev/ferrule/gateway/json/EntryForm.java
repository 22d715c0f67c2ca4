package dev.ferrule.gateway.json;

import dev.ferrule.gateway.json.Forms.Times;
import dev.ferrule.gateway.ledger.Entry;
import dev.ferrule.gateway.ledger.LedgerReader.Found;
import java.util.Optional;

/** Records of the ledger as JSON; stateless. */
public final class EntryForm {

  private EntryForm() {}

  /** The fields of a record; the caller opens and closes the object around them. */
  public static void entry(JsonText out, Found found, Times times) {
    Entry entry = found.entry();
    out.field("seq", found.seq());
    times.field(out, "time", entry.stamp().time());
    out.field("trusted", entry.stamp().isTrusted())
        .field("run", entry.stamp().run())
        .field("since_start", entry.stamp().sinceStart() / 1_000)
        .field("kind", entry.kind().word());
    Optional<Entry.Ask> ask = entry.ask();
    if (ask.isPresent()) {
      out.field("id", ask.get().id())
          .field("channel", entry.subject())
          .field("value", ask.get().value())
          .field("state", entry.word());
      text(out, "reason", entry.reason());
      out.field("ttl", ask.get().ttl());
    } else {
      text(out, "subject", entry.subject());
      out.field("event", entry.word());
    }
    text(out, "actor", entry.actor());
    text(out, "text", entry.text());
  }

  private static void text(JsonText out, String name, String value) {
    if (!value.isEmpty()) {
      out.field(name, value);
    }
  }
}
