package dev.ferrule.gateway.app;

import dev.ferrule.gateway.config.Configuration;
import dev.ferrule.gateway.ledger.StoredLedger;
import dev.ferrule.gateway.loop.Mailbox;
import dev.ferrule.gateway.stream.ClientCount;
import dev.ferrule.gateway.web.HttpEndpoint;
import dev.ferrule.gateway.web.layout.Layouts;

/**
 * What a gateway may take of the heap when every limit is used up at once. Stateless.
 *
 * <p>What waits for clients and what their groups take are one room for all ({@link ClientCount});
 * the rest grows with what the configuration allows.
 */
public final class MemoryPlan {

  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  /** Classes' objects, configuration, dashboard's files: what an idle gateway keeps. */
  private static final long PROGRAM = 20 * MIB;

  /** The young generation, -Xmn of the launcher: what is made and forgotten at once. */
  static final long YOUNG = 8 * MIB;

  /** A WebSocket client: session, pipeline, socket. */
  private static final long CLIENT = 12 * KIB;

  /** Another connection: pipeline, head and body of a request. */
  private static final long CONNECTION = 24 * KIB;

  /** What TLS keeps of either: engine, session and keys. */
  private static final long TLS = 9 * KIB;

  /** What hashing a password takes, one at a time; anybody can ask for it. */
  private static final long LOGIN = 20 * MIB;

  /** A line besides its recorder: bytes in flight, queue of what is written. */
  private static final long LINE = 96 * KIB;

  /** A serving loop: newest readings, remembered patterns. */
  private static final long LOOP = MIB;

  /**
   * Readings that wait for the disk, in blocks that are not full and beside them, the latest of
   * channels that are not kept whole, and one answer.
   */
  private static final long HISTORY = 15 * MIB;

  /**
   * A broker: readings that wait, are held or are read ahead, messages under way both ways, and
   * what the client library keeps of the connection.
   */
  private static final long BROKER = 6 * MIB;

  private MemoryPlan() {}

  /** Bytes at most. */
  static long bytes(Configuration configuration) {
    long lines = configuration.devices().size();
    long clients = configuration.stream().clients();
    long login = configuration.http().login() ? LOGIN : 0;
    long tls = configuration.http().transport().tls().isOn() ? TLS : 0;
    long history = configuration.history().isOn() ? HISTORY : 0;
    return PROGRAM
        + history
        + YOUNG
        + login
        + ClientCount.WAITING
        + ClientCount.GROUPS
        + HttpEndpoint.MAX_UNTAKEN
        + Mailbox.MOST_BYTES
        + StoredLedger.BYTES
        + Layouts.BYTES
        + clients * (CLIENT + tls)
        + HttpEndpoint.MAX_PLAIN * (CONNECTION + tls)
        + configuration.http().loops() * LOOP
        + bridges(configuration.bridges().size())
        + lines * (LINE + configuration.recorder().bytes());
  }

  private static long bridges(long brokers) {
    return brokers == 0 ? 0 : LOOP + brokers * BROKER;
  }

  /** Why the limits of a configuration do not fit a heap; empty when they do. */
  public static String complaint(Configuration configuration, long heap) {
    long need = bytes(configuration);
    if (need <= heap) {
      return "";
    }
    return "limits: together they may take "
        + need / MIB
        + " MiB of memory, and the program has "
        + heap / MIB
        + ": lower limits.clients or limits.recorder, or start it with FERRULE_JAVA_OPTS=-Xmx"
        + (need / MIB + 8)
        + "m";
  }
}
