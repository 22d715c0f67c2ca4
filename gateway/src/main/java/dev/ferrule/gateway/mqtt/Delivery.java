package dev.ferrule.gateway.mqtt;

/** What became of a message that was handed to the broker. */
public sealed interface Delivery {

  /** The broker has it. */
  record Taken() implements Delivery {}

  /** The broker will not have it, and would not have it again; {@code why} in words for people. */
  record Refused(String why) implements Delivery {}
}
