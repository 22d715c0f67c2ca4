package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.dictionary.DictionaryResult;
import dev.ferrule.protocol.link.LinkFormat;
import dev.ferrule.protocol.link.LinkMessage.DictionaryData;
import dev.ferrule.protocol.link.LinkMessage.DictionaryGet;
import dev.ferrule.protocol.link.LinkMessage.Hello;
import dev.ferrule.protocol.link.LinkMessage.HelloRequest;
import dev.ferrule.protocol.link.LinkMessage.Refused;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is at the other end: HELLO under a nonce of our own, then the dictionary unless it
 * is known (PROTOCOL.md A3, A8).
 *
 * <pre>
 *            HELLO(our nonce)          dictionary whole and right
 *   ASKING ------------------> FETCHING ------------------------> DONE
 *     |  ^                        |
 *     |  +------- 5 s ---------- REFUSED &lt;---- another version or board, a rule broken
 *     +---- asks again every 250 ms
 * </pre>
 *
 * A board that is known is asked every 30 s whether it still is the same one: boards that keep
 * their power may be exchanged behind a radio modem or an RS-485 adapter, and nothing else that
 * they say tells them apart. The same is asked at once when something depends on the answer.
 *
 * <p>Owner: the driver.
 */
final class Handshake {

  /** How it ended. */
  interface Outcome {
    /** The board answered; the session exists from here on. */
    void greeted(Hello hello);

    /** The board is known wholly. */
    void completed(Hello hello, Dictionary dictionary);

    /** The gateway will not use this board; it is asked again every 5 s. */
    void refused(String why);

    /** The board said again that it is the one that was greeted. */
    void same();

    /** What the gateway did not want to use is asked again who it is. */
    void askedAgain();

    /** The board answers, but not what it is asked. */
    void stuck(String why);
  }

  private static final Duration ASK_PERIOD = Duration.ofMillis(250);
  private static final Duration REFUSED_ASK_PERIOD = Duration.ofSeconds(5);
  private static final Duration CHECK_PERIOD = Duration.ofSeconds(30);

  /** So many questions in a row go unanswered by no board that is there. */
  private static final int CHECK_TRIES = 20;

  /** Longest wait for the next piece of a dictionary; a piece takes 0.3 s at 9600 baud. */
  private static final Duration PIECE_LIMIT = Duration.ofSeconds(3);

  private final ExpectedBoard expected;
  private final HostLink link;
  private final RandomGenerator random;
  private final DictionaryStore store;
  private final Outcome outcome;
  private final RestartableTimer askTimer;
  private final RestartableTimer pieceTimer;

  // per session
  private int nonce;
  private @Nullable Hello hello;
  private int checks;
  private boolean refused;
  private boolean fetching;
  private byte[] dictionary = {};
  private int have;

  /** Why the dictionary with {@link #refusedHash} is of no use; it need not be fetched again. */
  private String refusedWhy = "";

  private int refusedHash;

  Handshake(
      ExpectedBoard expected,
      Loop loop,
      HostLink link,
      RandomGenerator random,
      DictionaryStore store,
      Outcome outcome) {
    this.expected = expected;
    this.link = link;
    this.random = random;
    this.store = store;
    this.outcome = outcome;
    this.askTimer = new RestartableTimer(loop, this::ask);
    this.pieceTimer =
        new RestartableTimer(loop, () -> outcome.stuck("the board does not send its dictionary"));
  }

  /** Starts a new session: draws a nonce and asks until somebody answers. */
  void begin() {
    stop();
    link.newSession();
    nonce = draw();
    ask();
  }

  private int draw() {
    int drawn = random.nextInt();
    while (drawn == 0 || drawn == nonce) {
      drawn = random.nextInt();
    }
    return drawn;
  }

  /** Says nothing more. */
  void stop() {
    askTimer.cancel();
    pieceTimer.cancel();
    hello = null;
    checks = 0;
    refused = false;
    fetching = false;
  }

  private void ask() {
    if (refused) {
      outcome.askedAgain(); // perhaps it has another firmware by now
      begin();
    } else if (hello == null) {
      request();
    } else if (checks < CHECK_TRIES) {
      checks++;
      request();
    } else {
      outcome.stuck("the board does not say any more who it is");
    }
  }

  private void request() {
    link.send(new HelloRequest(LinkFormat.MAJOR, LinkFormat.MINOR, nonce, LinkFormat.MAX_BODY));
    askTimer.in(ASK_PERIOD);
  }

  /** Makes sure that the board that was greeted is the one that answers now. */
  void check() {
    if (hello != null && !refused && checks == 0) {
      ask();
    }
  }

  /** Whether it has asked that and waits for the answer. */
  boolean isChecking() {
    return checks > 0;
  }

  /**
   * Takes a HELLO.
   *
   * @return whether it ends the session: the board that gave it does not know our nonce any more,
   *     or is not the one that was greeted
   */
  boolean hello(Hello said) {
    Hello before = hello;
    boolean foreign = said.major() != LinkFormat.MAJOR; // then nothing else of it can be read
    if (before != null) {
      // The answer to a repeated question, unless it restarted or was exchanged since.
      boolean same = foreign ? before.major() == said.major() : said.equals(before);
      if (same && !refused) {
        checks = 0;
        askTimer.in(CHECK_PERIOD);
        outcome.same();
      }
      return !same;
    }
    if (foreign || said.nonce() == nonce) {
      greet(said);
    } else if (said.nonce() == 0) {
      ask(); // it has just booted: no need to wait for the next turn
    }
    return false;
  }

  private void greet(Hello said) {
    hello = said;
    askTimer.cancel();
    if (said.major() != LinkFormat.MAJOR) {
      refuse(
          Refused.Rule.VERSION,
          "the board speaks version %d.%d of the protocol, this gateway %d.%d"
              .formatted(said.major(), said.minor(), LinkFormat.MAJOR, LinkFormat.MINOR));
      return;
    }
    Optional<String> misfit = expected.misfit(said);
    if (misfit.isPresent()) {
      refuse(Refused.Rule.UNWANTED, misfit.get());
      return;
    }
    link.established(said);
    askTimer.in(CHECK_PERIOD);
    outcome.greeted(said);
    Optional<Dictionary> known = store.find(said.dictionaryHash());
    if (known.isPresent()) {
      outcome.completed(said, known.get());
    } else if (!refusedWhy.isEmpty() && said.dictionaryHash() == refusedHash) {
      refuse(Refused.Rule.DICTIONARY, refusedWhy);
    } else {
      fetching = true;
      dictionary = new byte[said.dictionarySize()];
      have = 0;
      fetchMore(said);
    }
  }

  private void fetchMore(Hello said) {
    if (have == said.dictionarySize()) {
      complete(said);
      return;
    }
    pieceTimer.in(PIECE_LIMIT);
    link.sendReliably(new DictionaryGet(have));
  }

  /** Takes a piece of the dictionary. */
  void piece(DictionaryData data) {
    Hello said = hello;
    if (!fetching || said == null || data.offset() != have) {
      return; // not asked for, or a piece that came before
    }
    if (data.total() != said.dictionarySize()) {
      refuse(
          Refused.Rule.DICTIONARY,
          "the board's HELLO and its dictionary disagree about the dictionary's size");
      return;
    }
    data.bytes().copyTo(dictionary, have);
    have += data.bytes().length();
    fetchMore(said);
  }

  private void complete(Hello said) {
    fetching = false;
    pieceTimer.cancel();
    Bytes bytes = Bytes.copyOf(dictionary);
    if (Dictionary.hashOf(bytes) != said.dictionaryHash()) {
      refuse(
          Refused.Rule.DICTIONARY,
          "the board's dictionary is not the one that its HELLO names (wrong hash)");
      return;
    }
    switch (Dictionary.read(bytes)) {
      case DictionaryResult.Read(Dictionary read) -> {
        store.keep(read);
        outcome.completed(said, read);
      }
      case DictionaryResult.Refused broken -> {
        refusedWhy = "the board's dictionary breaks a rule: " + broken.text();
        refusedHash = said.dictionaryHash();
        refuse(Refused.Rule.DICTIONARY, refusedWhy);
      }
    }
  }

  /** Takes a HELLO that breaks a rule. */
  void unsound(Refused.Rule why) {
    if (hello == null && !refused) {
      refuse(why, "the board's HELLO breaks a rule: " + why.text());
    }
  }

  /** Takes what the board has against this gateway. */
  void refusedByBoard(Refused by) {
    if (hello == null && !refused && by.type() == LinkFormat.HELLO_REQ) {
      giveUp("the board refuses this gateway: " + by.why());
    }
  }

  private void refuse(Refused.Rule rule, String why) {
    int about = rule == Refused.Rule.DICTIONARY ? LinkFormat.DICT_DATA : LinkFormat.HELLO;
    int maxBody = hello == null ? 0 : hello.maxBody();
    link.send(Refused.fitting(about, rule, why, Math.max(maxBody, LinkFormat.LEAST_MAX_BODY)));
    giveUp(why);
  }

  private void giveUp(String why) {
    refused = true;
    fetching = false;
    pieceTimer.cancel();
    askTimer.in(REFUSED_ASK_PERIOD);
    outcome.refused(why);
  }
}
