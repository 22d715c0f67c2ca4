/**
 * The REST interface: one class per resource.
 *
 * <p>Each {@code Resource} adds its addresses to a router of its own; a refusal is an RFC 9457
 * problem, and {@code Failures} makes one of whatever a handler gives up with. An {@code Address}
 * knows its methods, because vertx-web does not tell which ones a 405 must name; {@code Query} is
 * strict about what vertx-web has decoded. The OpenAPI text is kept by hand and compared with the
 * routes by a test. No socket is opened here, and who may ask was looked at before. Everything runs
 * on the loop of its endpoint. Start reading at {@code DevicesApi}.
 */
@NullMarked
package dev.ferrule.gateway.web.api;

import org.jspecify.annotations.NullMarked;
