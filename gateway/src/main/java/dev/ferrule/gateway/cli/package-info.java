/**
 * What a person types: one class per command, its options, its words and its exit code.
 *
 * <p>Nobody imports this package. A command that needs more than a screen of code has a package
 * below: {@code client} speaks to a running gateway as any stranger could, {@code doctor} looks at
 * this machine, {@code trial} and {@code listen} hear lines without a gateway, {@code simulator}
 * starts the simulator. A gateway itself is {@link dev.ferrule.gateway.app.Gateway}. Commands run
 * on the main thread and block. Start reading at {@link dev.ferrule.gateway.cli.Ferrule}.
 */
@NullMarked
package dev.ferrule.gateway.cli;

import org.jspecify.annotations.NullMarked;
