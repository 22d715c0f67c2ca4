/**
 * Who may do what: a {@link dev.ferrule.gateway.security.Caller} says who a request is.
 *
 * <p>A caller is made once, where a request comes in ({@code web}, after Host and Origin were
 * checked), and goes with it to wherever something is decided or recorded; nobody below asks who it
 * was by any other way. Today there is one caller, because the server listens on loopback only and
 * knows no login; users, tokens, roles and the devices that each may command have their place here.
 * Immutable values: any thread.
 */
@NullMarked
package dev.ferrule.gateway.security;

import org.jspecify.annotations.NullMarked;
