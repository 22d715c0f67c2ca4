package dev.ferrule.gateway.cli.doctor;

import dev.ferrule.gateway.model.LinkCounts;

/**
 * What came over a device's line.
 *
 * @param counts bytes, frames, damage
 * @param state word of the device's state
 * @param reason of that state
 */
public record Heard(LinkCounts counts, String state, String reason) {}
