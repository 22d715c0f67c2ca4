package dev.ferrule.gateway.command;

import dev.ferrule.gateway.command.ChannelRule.Needs;
import dev.ferrule.gateway.command.ChannelRule.Rate;
import dev.ferrule.gateway.model.Channel.Danger;
import dev.ferrule.gateway.model.ValueRange;
import java.time.Duration;
import java.util.Optional;

/** A rule that asks one thing. */
final class RuleBuilder {
  private ValueRange range = ValueRange.ANY;
  private double step;
  private Danger danger = Danger.NONE;
  private Duration minOn = Duration.ZERO;
  private Duration minOff = Duration.ZERO;
  private Optional<Rate> rate = Optional.empty();
  private Optional<Needs> needs = Optional.empty();
  private Duration lease = Duration.ZERO;

  RuleBuilder range(double min, double max) {
    range = new ValueRange(min, max);
    return this;
  }

  RuleBuilder step(double by) {
    step = by;
    return this;
  }

  RuleBuilder danger(Danger kind) {
    danger = kind;
    return this;
  }

  RuleBuilder minOn(int seconds) {
    minOn = Duration.ofSeconds(seconds);
    return this;
  }

  RuleBuilder minOff(int seconds) {
    minOff = Duration.ofSeconds(seconds);
    return this;
  }

  RuleBuilder rate(int commands, int seconds) {
    rate = Optional.of(new Rate(commands, Duration.ofSeconds(seconds)));
    return this;
  }

  RuleBuilder needs(String text, boolean thenSafe) {
    needs = Optional.of(new Needs(text, ConditionParser.parse(text, "farm"), thenSafe));
    return this;
  }

  RuleBuilder lease(int seconds) {
    lease = Duration.ofSeconds(seconds);
    return this;
  }

  ChannelRule rule() {
    return new ChannelRule(range, step, danger, minOn, minOff, rate, needs, lease);
  }
}
