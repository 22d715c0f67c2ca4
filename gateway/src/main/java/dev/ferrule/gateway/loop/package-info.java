/**
 * Owners and the crossings between them: a {@link dev.ferrule.gateway.loop.Loop} runs tasks one
 * after another and so owns whatever state it is given; a {@link dev.ferrule.gateway.loop.Mailbox}
 * carries readings and events from one loop to another, bounded and in order.
 *
 * <p>No event loop is made here and none is known by its library; {@code app} brings them. Start
 * reading at {@code Loop}.
 */
@NullMarked
package dev.ferrule.gateway.loop;

import org.jspecify.annotations.NullMarked;
