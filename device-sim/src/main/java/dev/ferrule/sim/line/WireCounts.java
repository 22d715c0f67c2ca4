package dev.ferrule.sim.line;

/**
 * What happened on one way of a line since the simulation started.
 *
 * @param bytes that arrived
 * @param flipped bytes
 * @param lost bytes
 * @param inserted bytes
 * @param repeated bytes
 * @param framesDropped whole
 * @param framesRepeated whole
 * @param framesDelayed that were held up
 * @param muted bytes that were thrown away because this way was cut
 * @param overrun bytes that the kernel did not take: nobody read fast enough
 * @param unheard bytes sent while nobody had the line open
 */
public record WireCounts(
    long bytes,
    long flipped,
    long lost,
    long inserted,
    long repeated,
    long framesDropped,
    long framesRepeated,
    long framesDelayed,
    long muted,
    long overrun,
    long unheard) {}
