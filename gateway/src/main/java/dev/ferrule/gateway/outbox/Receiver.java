package dev.ferrule.gateway.outbox;

import java.util.Optional;

/**
 * How it stands with somebody who is told readings, for people.
 *
 * @param kind what it is, a word
 * @param name what the configuration calls it
 * @param address where it is
 * @param isUp whether it takes readings now
 * @param since when that began, milliseconds since 1970 UTC
 * @param text why not, with the remedy; empty when there is nothing to say
 * @param backlog what it is still to be told; empty when nothing is kept for it
 */
public record Receiver(
    String kind,
    String name,
    String address,
    boolean isUp,
    long since,
    String text,
    Optional<OutboxStatus> backlog) {}
