/**
 * How one is let in over HTTP: logging in and out, the pages for it, users, tokens and sessions; a
 * class a resource, as in {@code web.api}, whose forms of requests and answers they share.
 *
 * <p>Who a request is was found out at the door ({@code web}); what is decided and kept is {@code
 * security.accounts}. Cookies are vertx-core's; its sessions and login handlers are left alone for
 * the reasons that are told there. Owner of everything: the serving loop.
 */
@NullMarked
package dev.ferrule.gateway.web.access;

import org.jspecify.annotations.NullMarked;
