/**
 * Users, tokens and the sessions of those who logged in: {@link
 * dev.ferrule.gateway.security.accounts.Roster} is everybody who is let in at one moment, {@link
 * dev.ferrule.gateway.security.accounts.Change} leads to the next, {@link
 * dev.ferrule.gateway.security.accounts.RosterFile} keeps it, and {@link
 * dev.ferrule.gateway.security.accounts.Accounts} is where a running gateway asks.
 *
 * <p>Nothing here knows HTTP: a cookie, a header or a form is read in {@code web}. Passwords are
 * Argon2id by Bouncy Castle. Sessions are made by hand, because vertx-web's live in memory under
 * the secret itself, end with the process, and are not seen by WebSockets, which do not pass
 * through its router; and its hashing of passwords is too weak by default.
 *
 * <p>Hashing and the disk have one thread of their own; the roster is read from any.
 */
@NullMarked
package dev.ferrule.gateway.security.accounts;

import org.jspecify.annotations.NullMarked;
