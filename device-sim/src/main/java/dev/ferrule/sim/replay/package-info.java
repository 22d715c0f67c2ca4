/**
 * Plays a capture back: a pseudo-terminal on which a device says again what it said, at its pace.
 *
 * <p>What the gateway answers is not listened to. All of it happens on the thread of one {@link
 * dev.ferrule.sim.loop.EventLoop}; the file is read as it is played, a line at a time. Start
 * reading at {@link dev.ferrule.sim.replay.Replay}.
 */
@NullMarked
package dev.ferrule.sim.replay;

import org.jspecify.annotations.NullMarked;
