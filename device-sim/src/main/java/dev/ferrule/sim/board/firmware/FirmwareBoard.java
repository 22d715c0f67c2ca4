package dev.ferrule.sim.board.firmware;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.LinkCounters;
import dev.ferrule.protocol.link.LinkFormat;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.Value;
import dev.ferrule.sim.board.Board;
import dev.ferrule.sim.board.BoardState;
import dev.ferrule.sim.board.Effect;
import dev.ferrule.sim.board.ProtocolCounts;
import dev.ferrule.sim.loop.EventLoop;
import dev.ferrule.sim.loop.Timer;
import dev.ferrule.sim.scenario.BoardPlan;
import dev.ferrule.sim.scenario.ChannelGroup;
import dev.ferrule.sim.scenario.ChannelPlan;
import dev.ferrule.sim.scenario.DeviceDictionary;
import dev.ferrule.sim.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A board that speaks the link protocol as a device, all of it. PROTOCOL.md, part A. Owner: the
 * loop's thread.
 */
public final class FirmwareBoard extends Board implements FirmwareLink.Device {

  private static final byte DELIMITER = 0;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long STATUS_NANOS = 5 * SECOND_NANOS;

  /** Bytes of DICT_DATA beside the piece: its header and two varints. */
  private static final int PIECE_OVERHEAD = 12;

  /** A group with a place for its values, so that a row allocates nothing. */
  private static final class Row {
    final ChannelGroup group;
    final List<ChannelSpec> specs;
    final Kind[] kinds;
    final int[] raws;

    Row(ChannelGroup group, Dictionary dictionary) {
      this.group = group;
      specs =
          group.channels().stream()
              .map(channel -> dictionary.channel(channel.id()).orElseThrow())
              .toList();
      kinds = specs.stream().map(ChannelSpec::kind).toArray(Kind[]::new);
      raws = new int[kinds.length];
    }
  }

  private final Dictionary dictionary;
  private final List<Row> rows;
  private final FirmwareLink link;
  private final FailSafe failSafe;
  private final CommandHandler commands;

  // Since boot.
  private int boot;
  private long statusAt;
  private int statusFlags;
  private boolean statusOld;
  private @Nullable Timer hello;

  // Since the session began.
  private int hostMaxBody = LinkFormat.MAX_BODY;
  private boolean snapshotSent;

  public FirmwareBoard(
      EventLoop loop, World world, BoardPlan plan, Path directory, SplittableRandom random) {
    super(loop, world, plan, directory, random, DELIMITER);
    dictionary = DeviceDictionary.of(plan).orThrow();
    rows = groups().stream().map(group -> new Row(group, dictionary)).toList();
    link = new FirmwareLink(loop, line, plan.line().baud(), dictionary, this);
    failSafe = new FailSafe(loop, this::tripped);
    commands =
        new CommandHandler(
            loop, plan, dictionary, outputs, clock, failSafe::state, this::refusal, random.split());
  }

  @Override
  protected void boot() {
    // Also another one when the simulation is run again, as a board's would be.
    boot = random.nextInt() ^ Long.hashCode(loop.now());
    statusOld = true;
    link.boot();
    failSafe.boot();
    commands.boot();
    if (hello != null) {
      hello.cancel();
    }
    link.bestEffort(
        new LinkMessage.Log(1, "booted: " + resetCause().name().toLowerCase(Locale.ROOT)));
    sayHello();
  }

  @Override
  public void closed() {}

  @Override
  public void received(byte[] bytes, int offset, int length) {
    failSafe.check();
    link.offer(bytes, offset, length);
  }

  @Override
  public void message(LinkMessage message) {
    switch (message) {
      case LinkMessage.HelloRequest request -> helloRequest(request);
      case LinkMessage.DictionaryGet get -> dictionaryPiece(get.offset());
      case LinkMessage.TimeRequest request ->
          link.bestEffort(new LinkMessage.TimeResponse(request.nonce(), (int) clock.tick()));
      case LinkMessage.Heartbeat heartbeat -> heartbeat(heartbeat);
      case LinkMessage.AboutCommands about -> aboutCommands(about);
      // What only a device sends, what needs no answer, and experiments.
      case LinkMessage.Ack _,
          LinkMessage.Hello _,
          LinkMessage.DictionaryData _,
          LinkMessage.Unsupported _,
          LinkMessage.Refused _,
          LinkMessage.Readings _,
          LinkMessage.Event _,
          LinkMessage.TimeResponse _,
          LinkMessage.Log _,
          LinkMessage.Status _,
          LinkMessage.Other _ -> {}
    }
  }

  @Override
  protected void row(ChannelGroup group) {
    if (link.nonce() == 0) {
      return;
    }
    Row row = sampled(group);
    int tick = (int) clock.tick();
    if (isFaulty(group)) {
      link.bestEffort(message(row, tick));
    } else {
      link.readings(group.id(), tick, row.kinds, row.raws);
    }
    sent();
  }

  private Row sampled(ChannelGroup group) {
    Row row = rows.get(group.id());
    for (int i = 0; i < row.raws.length; i++) {
      row.raws[i] = raw(row.specs.get(i), sample(group.channels().get(i)));
    }
    return row;
  }

  /** Tells all values until the host has them, also of what seldom changes. */
  private void snapshot() {
    for (ChannelGroup group : groups()) {
      link.reliable(message(sampled(group), (int) clock.tick()));
      sent();
    }
  }

  /** They are in the snapshot that every session begins with. */
  @Override
  protected boolean saysFirstValues() {
    return false;
  }

  @Override
  protected void changed(ChannelPlan channel) {
    if (link.nonce() != 0 && snapshotSent) {
      ChannelSpec spec = dictionary.channel(channel.id()).orElseThrow();
      var value = new Value(spec.kind(), raw(spec, sample(channel)));
      link.reliable(
          new LinkMessage.Event(channel.id(), (int) clock.tick(), quality(channel), value));
    }
  }

  @Override
  protected BoardState state() {
    return failSafe.state();
  }

  @Override
  protected ProtocolCounts protocol() {
    LinkCounters counters = link.counters();
    return new ProtocolCounts(
        counters.frames(),
        counters.crcErrors(),
        counters.cobsErrors(),
        counters.overruns(),
        counters.malformed(),
        link.resent(),
        link.dropped());
  }

  // Session (A3).

  /** Says hello at boot and every second until a host begins a session. */
  private void announce() {
    if (link.nonce() == 0) {
      sayHello();
    }
  }

  private void sayHello() {
    if (hello != null) {
      hello.cancel();
    }
    hello = loop.at(loop.now() + SECOND_NANOS, this::announce);
    BoardPlan.Line ofPlan = plan.line();
    byte[] uid = new byte[plan.identity().uid().size()];
    for (int i = 0; i < uid.length; i++) {
      uid[i] = plan.identity().uid().get(i);
    }
    link.bestEffort(
        new LinkMessage.Hello(
            LinkFormat.MAJOR,
            LinkFormat.MINOR,
            link.nonce(),
            boot,
            dictionary.hash(),
            dictionary.bytes().length(),
            ofPlan.maxBody(),
            ofPlan.receiveBytes(),
            ofPlan.window(),
            resetCause().code(),
            plan.clock().hz(),
            Bytes.copyOf(uid),
            plan.identity().firmware()));
  }

  private void helloRequest(LinkMessage.HelloRequest request) {
    if (request.nonce() != link.nonce()) {
      link.begin(request.nonce(), Integer.MAX_VALUE);
      commands.newSession();
      hostMaxBody = request.maxBody();
      snapshotSent = false;
    }
    sayHello();
  }

  private void dictionaryPiece(int offset) {
    Bytes all = dictionary.bytes();
    if (offset >= 0 && offset < all.length()) {
      int end = Math.min(all.length(), offset + hostMaxBody - PIECE_OVERHEAD - 4);
      link.reliable(new LinkMessage.DictionaryData(offset, all.length(), all.slice(offset, end)));
    }
  }

  // Liveness (A4).

  private void heartbeat(LinkMessage.Heartbeat heartbeat) {
    if (ignoresHeartbeats()) {
      return;
    }
    failSafe.heartbeat(heartbeat.timeoutMillis());
    if (!snapshotSent) {
      snapshotSent = true; // the host has the dictionary now
      snapshot();
    }
    boolean spoke = link.spokeSince();
    if (statusOld || loop.now() - statusAt >= STATUS_NANOS || flags() != statusFlags) {
      status();
    } else if (!spoke) {
      link.bestEffort(new LinkMessage.Ack());
    }
  }

  private void status() {
    statusOld = false;
    statusAt = loop.now();
    statusFlags = flags();
    LinkCounters counters = link.counters();
    link.bestEffort(
        new LinkMessage.Status(
            failSafe.state() == BoardState.FAIL_SAFE,
            !outputs.isEachCommanded(),
            link.sent(),
            (int) counters.frames(),
            (int) counters.crcErrors(),
            (int) counters.cobsErrors(),
            (int) counters.overruns(),
            (int) counters.malformed(),
            (int) link.resent(),
            (int) link.dropped(),
            0));
  }

  private int flags() {
    return (failSafe.state() == BoardState.FAIL_SAFE ? 1 : 0) | (outputs.isEachCommanded() ? 0 : 2);
  }

  private void tripped() {
    if (outputs.makeSafe(Effect.Cause.FAIL_SAFE)) {
      report(
          plan.channels().stream()
              .filter(channel -> channel.access().writable())
              .collect(Collectors.toUnmodifiableSet()));
    }
  }

  // Commands (A6).

  private void aboutCommands(LinkMessage.AboutCommands about) {
    switch (about) {
      case LinkMessage.Command command -> answer(commands.command(command));
      case LinkMessage.Arm arm -> answer(commands.arm(arm));
      case LinkMessage.Confirm confirm -> answer(commands.confirm(confirm.id(), confirm.token()));
      case LinkMessage.CommandQuery query -> link.reliable(commands.query(query.id()));
      case LinkMessage.Rearm _ -> failSafe.rearm();
      case LinkMessage.CommandResult _, LinkMessage.ArmOk _ -> {}
    }
  }

  private void answer(CommandHandler.Done done) {
    link.reliable(done.answer());
    done.moved().ifPresent(channel -> report(Set.of(channel)));
  }

  // Readings.

  private LinkMessage.Readings message(Row row, int tick) {
    List<Value> values = new ArrayList<>();
    List<Integer> qualities = new ArrayList<>();
    for (int i = 0; i < row.raws.length; i++) {
      values.add(new Value(row.kinds[i], row.raws[i]));
      qualities.add(quality(row.group.channels().get(i)));
    }
    return new LinkMessage.Readings(
        row.group.id(), tick, values, isFaulty(row.group) ? qualities : List.of());
  }

  /** A value that does not fit is sent as the nearest that does. */
  private static int raw(ChannelSpec spec, double value) {
    return switch (spec.kind()) {
      case FLOAT -> Float.floatToRawIntBits((float) value);
      case COUNTER -> (int) spec.scale().toInteger(value);
      case SWITCH -> value >= 0.5 ? 1 : 0;
      case NUMBER, ENUMERATION ->
          Math.clamp(spec.scale().toInteger(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
    };
  }
}
