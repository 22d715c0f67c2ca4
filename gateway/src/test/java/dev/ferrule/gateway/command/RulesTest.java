package dev.ferrule.gateway.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.Channel.Danger;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.Channels;
import dev.ferrule.gateway.model.Command;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.protocol.Quality;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the configured rules admit and refuse. */
class RulesTest extends FarmFixture {

  @Test
  void tellsClientsOfAnOutputWhatItNeedsAndWhatMustBeOffMeanwhile() {
    ChannelRule rule = new RuleBuilder().needs("level > 10", false).rule();
    var rules =
        new Rules(Map.of(id("pump"), rule), Map.of("air", Set.of(id("heater"), id("cooler"))));

    Channel pump = rules.apply(Channels.relay("farm", "pump"));
    Channel heater = rules.apply(Channels.relay("farm", "heater"));

    assertEquals("farm.level > 10", pump.control().orElseThrow().needs());
    assertEquals(Set.of(), pump.control().orElseThrow().others());
    assertEquals(Set.of("farm.cooler"), heater.control().orElseThrow().others());
    assertEquals("", heater.control().orElseThrow().needs());
    assertEquals(Channels.relay("farm", "fan"), rules.apply(Channels.relay("farm", "fan")));
  }

  @Test
  void narrowsRangeAndStepButNeverTheSafeValue() {
    farm("fan", new RuleBuilder().range(20, 60).step(10).rule());
    assertEquals(Reason.RANGE, refusal("fan", 65));
    assertEquals(Reason.RANGE, refusal("fan", 15));
    assertEquals(Reason.STEP, refusal("fan", 35));
    act("fan", 40);
    act("fan", 0);
  }

  @Test
  void keepsAnOutputOnAndOffForItsLeastTimes() {
    farm("pump", new RuleBuilder().minOn(30).minOff(60).rule());
    assertEquals(Reason.MIN_TIME, refusal("pump", 1), "nobody knows since when it is off");
    loop.advance(Duration.ofSeconds(60));
    reading("pump", 0);
    act("pump", 1);
    act("pump", 1);
    assertEquals(Reason.MIN_TIME, refusal("pump", 0));
    loop.advance(Duration.ofSeconds(29));
    assertEquals("farm.pump must stay on for at least 30 s. 1000", refused("pump", 0));
    loop.advance(Duration.ofSeconds(1));
    reading("pump", 1);
    act("pump", 0);
    assertEquals(Reason.MIN_TIME, refusal("pump", 1));
  }

  @Test
  void countsLeastTimesFromWhatTheDeviceDoesByItself() {
    farm("pump", new RuleBuilder().minOff(60).rule());
    reading("pump", 1);
    loop.advance(Duration.ofSeconds(100));
    reading("pump", 0);
    loop.advance(Duration.ofSeconds(59));
    reading("pump", 0);
    assertEquals(Reason.MIN_TIME, refusal("pump", 1));
    loop.advance(Duration.ofSeconds(1));
    act("pump", 1);
  }

  @Test
  void admitsSoManyCommandsInATime() {
    farm("fan", new RuleBuilder().rate(3, 10).rule());
    act("fan", 5);
    act("fan", 10);
    loop.advance(Duration.ofSeconds(4));
    act("fan", 15);
    assertEquals("farm.fan takes at most 3 commands in 10 s. 6000", refused("fan", 20));
    act("fan", 0);
    loop.advance(Duration.ofSeconds(6));
    act("fan", 20);
    assertEquals(Reason.RATE, refusal("fan", 25), "the safe value counts, too");
    loop.advance(Duration.ofSeconds(4));
    act("fan", 25);
  }

  @Test
  void refusesWhatAnInterlockForbidsWithWhatIsNow() {
    farm("pump", new RuleBuilder().needs("valve = on and level > 10", false).rule());
    reading("level", 5);
    assertEquals(
        "farm.pump needs valve = on and level > 10; now farm.valve is off and farm.level is 5 Cel.",
        refused("pump", 1));
    act("pump", 0);
    act("valve", 1);
    reading("level", 10.5);
    act("pump", 1);
  }

  @Test
  void takesAStaleOrBadReadingForNoProof() {
    farm("pump", new RuleBuilder().needs("level > 10", false).rule());
    reading("level", 20);
    feed.readings(
        ReadingBatch.single(
            KEYS.indexOf("level"),
            loop.currentTimeMillis(),
            20,
            Quality.of(Quality.BAD, Quality.SENSOR_FAULT)));
    assertEquals("farm.pump needs level > 10; now farm.level is not known.", refused("pump", 1));
  }

  @Test
  void doesNotTakeAwayWhatAnotherOutputStandsOn() {
    farm("pump", new RuleBuilder().needs("valve = on", false).rule());
    act("valve", 1);
    act("pump", 1);
    assertEquals(
        "farm.pump needs valve = on: set farm.pump to its safe value first.", refused("valve", 0));
    act("pump", 0);
    act("valve", 0);
  }

  @Test
  void judgesByEverythingThatCommandsUnderWayMayDo() {
    farm("pump", new RuleBuilder().needs("valve = on", false).rule());
    Command opening = submit("valve", 1);
    assertEquals(Reason.INTERLOCK, refusal("pump", 1), "the valve is not open yet");
    finish(opening);
    Command closing = submit("valve", 0);
    assertEquals(Reason.INTERLOCK, refusal("pump", 1), "the valve is closing");
    feed.command(closing.id(), new CommandProgress.Expired());
    Command starting = submit("pump", 1);
    assertEquals(Reason.INTERLOCK, refusal("valve", 0), "the pump is starting");
    feed.command(starting.id(), new CommandProgress.Lost(Reason.NO_ANSWER, "no answer"));
    assertEquals(Reason.INTERLOCK, refusal("valve", 0), "the pump may have started");
    reading("pump", 0);
    act("valve", 0);
  }

  @Test
  void letsTheSafeValueOfAnInputPassWhenNobodyKnowsOfTheOutput() {
    farm("pump", new RuleBuilder().needs("valve = on", false).rule());
    act("valve", 1);
    act("pump", 1);
    feed.readings(
        ReadingBatch.single(
            0, loop.currentTimeMillis(), 1, Quality.of(Quality.STALE, Quality.NO_DATA)));
    submit("valve", 0);
    assertEquals(3, written.size());
  }

  @Test
  void letsOneOfAGroupRunAtATime() {
    farm(new Rules(Map.of(), Map.of("air", Set.of(id("heater"), id("cooler")))), true);
    Command heating = submit("heater", 1);
    assertEquals(
        "Only one of the group air at a time, and farm.heater is changing: off or on.",
        refused("cooler", 1));
    finish(heating);
    assertEquals(Reason.EXCLUSIVE, refusal("cooler", 1));
    act("cooler", 0);
    act("heater", 0);
    act("cooler", 1);
    assertEquals(Reason.EXCLUSIVE, refusal("heater", 1));
  }

  @Test
  void demandsTheProofThatTheDangerAsksFor() {
    Map<ChannelId, ChannelRule> rules = new LinkedHashMap<>();
    rules.put(id("pump"), new RuleBuilder().danger(Danger.CONFIRM).rule());
    rules.put(id("valve"), new RuleBuilder().danger(Danger.HOLD).rule());
    rules.put(id("heater"), new RuleBuilder().danger(Danger.TYPE).rule());
    farm(new Rules(rules, Map.of()), true);
    assertEquals(Reason.DANGER, refusal("pump", 1));
    assertEquals(Reason.DANGER, refusal("valve", 1, Command.YES));
    assertEquals(Reason.DANGER, refusal("heater", 1, "farm"));
    assertEquals(Reason.DANGER, refusal("heater", 1, Command.HELD));
    finish(submit("pump", 1, Command.YES));
    finish(submit("valve", 1, Command.HELD));
    finish(submit("heater", 1, "Farm"));
    act("heater", 0);
  }

  @Test
  void refusesForARefusedDevice() {
    farm(Rules.NONE, true);
    feed.state(new DeviceState.Refused("it speaks version 2"));
    assertEquals(Reason.BAD_DEVICE, refusal("pump", 1));
  }
}
