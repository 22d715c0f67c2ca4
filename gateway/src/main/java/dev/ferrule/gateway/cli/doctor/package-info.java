/**
 * What {@code ferrule doctor} looks at: the machine, the ports and chips of a configuration, and
 * what comes over their lines; each finding with its remedy.
 *
 * <p>Nothing is changed and nothing is sent to a device. What the lines carry is asked of the
 * gateway that runs with the configuration; where none does, the free lines are listened to, by
 * whoever made the {@link dev.ferrule.gateway.cli.doctor.LineListener}. Runs on the main thread and
 * blocks. Start reading at {@link dev.ferrule.gateway.cli.doctor.Doctor}.
 */
@NullMarked
package dev.ferrule.gateway.cli.doctor;

import org.jspecify.annotations.NullMarked;
