/**
 * Who may do what: a {@link dev.ferrule.gateway.security.Caller} says who a request is, a {@link
 * dev.ferrule.gateway.security.Grant} what they may, an {@link dev.ferrule.gateway.security.Act}
 * what is asked. {@code security.accounts} knows who there is.
 *
 * <p>A caller is made once, where a request comes in ({@code web.Door}, after Host and Origin were
 * checked), and goes with it to wherever something is decided or recorded; nobody below asks who it
 * was by any other way. What a way in takes is named at its address ({@code web.api}); whether a
 * command may act on a device is decided where commands are admitted, below every way in. Immutable
 * values: any thread.
 */
@NullMarked
package dev.ferrule.gateway.security;

import org.jspecify.annotations.NullMarked;
