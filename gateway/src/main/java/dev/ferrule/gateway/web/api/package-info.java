/**
 * The REST interface: one class a resource.
 *
 * <p>Each resource says which addresses it answers and what; a refusal is an RFC 9457 problem. The
 * OpenAPI text is kept by hand and compared with the routes by a test. No socket is opened here,
 * and who may ask was looked at before. Everything runs on the loop of its endpoint. Start reading
 * at {@code ReadingsApi}.
 */
@NullMarked
package dev.ferrule.gateway.web.api;

import org.jspecify.annotations.NullMarked;
