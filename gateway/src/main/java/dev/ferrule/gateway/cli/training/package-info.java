/**
 * A short, busy life of a gateway for {@code ferrule aot}: simulated boards of each usual driver,
 * the pages, clients of both subprotocols, and commands. What it does here is what the start-up
 * cache makes quick. Start reading at {@link dev.ferrule.gateway.cli.training.TrainingRun}.
 */
@NullMarked
package dev.ferrule.gateway.cli.training;

import org.jspecify.annotations.NullMarked;
