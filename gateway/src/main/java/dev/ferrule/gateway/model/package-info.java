/**
 * What the gateway talks about: channels, readings, devices, commands.
 *
 * <p>Immutable values only; any thread may hold them. Nothing here does anything, and no library
 * enters. Start reading at {@link dev.ferrule.gateway.model.Channel}, then {@link
 * dev.ferrule.gateway.model.ReadingBatch}, then {@link dev.ferrule.gateway.model.Command}.
 */
@NullMarked
package dev.ferrule.gateway.model;

import org.jspecify.annotations.NullMarked;
