/**
 * The driver for boards that speak the link protocol (PROTOCOL.md, part A): the host's side of it.
 *
 * <p>{@link dev.ferrule.gateway.device.firmware.FirmwareDriver} puts the parts together; each part
 * keeps one promise: {@code HostLink} carries frames, {@code Handshake} finds out who is there,
 * {@code DeviceTime} ties ticks to clocks, {@code Heartbeats} keeps the board's outputs alive and
 * notices silence, {@code ReadingGatherer} makes batches, {@code BoardCommands} follows each
 * command to its one last word. All of it runs on the link's loop; nothing here blocks, opens a
 * port, or sends a command twice.
 */
@NullMarked
package dev.ferrule.gateway.device.firmware;

import org.jspecify.annotations.NullMarked;
