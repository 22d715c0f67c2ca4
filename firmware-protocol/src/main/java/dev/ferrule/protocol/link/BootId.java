package dev.ferrule.protocol.link;

import dev.ferrule.protocol.Bytes;

/**
 * One run of one board: what its HELLO says that no other board, and no later start of the same
 * one, says too. Its ticks, its results and its frames are counted within it. PROTOCOL.md, section
 * A3.
 *
 * @param uid serial number of the board
 * @param boot differs from boot to boot
 * @param clockHz ticks per second
 * @param firmware "name version"
 */
public record BootId(Bytes uid, int boot, int clockHz, String firmware) {}
