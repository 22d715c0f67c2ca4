/**
 * JSON as both ways out speak it: strict reading of what comes from outside, writing, and the forms
 * of devices, channels and commands that the stream and the REST interface share.
 *
 * <p>Stateless; any thread. No socket and no route is known here. Start reading at {@link
 * dev.ferrule.gateway.json.JsonFields}, then {@link dev.ferrule.gateway.json.JsonText}.
 */
@NullMarked
package dev.ferrule.gateway.json;

import org.jspecify.annotations.NullMarked;
