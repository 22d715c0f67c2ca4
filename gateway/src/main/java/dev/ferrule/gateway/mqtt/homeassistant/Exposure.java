package dev.ferrule.gateway.mqtt.homeassistant;

import java.time.Duration;

/**
 * How much of a channel the broker sees.
 *
 * @param published whether its readings are
 * @param longest how long it takes at most from one reading to the next; zero when nobody can say
 * @param commanded whether it takes commands from the broker
 */
public record Exposure(boolean published, Duration longest, boolean commanded) {}
