/**
 * JSON as both ways out speak it: strict reading of what comes from outside, writing, and the forms
 * of devices, channels and commands that the stream and the REST interface share.
 *
 * <p>Stateless; any thread. No socket and no route is known here. Start reading at {@link
 * dev.ferrule.gateway.json.JsonFields}, then {@link dev.ferrule.gateway.json.JsonText}.
 *
 * <p>Jackson parses and generates. By hand are two things: trees are read without its ObjectMapper,
 * which costs a command 110 ms of CPU time at its start, and 330 ms where there is no start-up
 * cache (JsonTree); readings, which a stream encodes on every tick, are appended to a
 * StringBuilder, where the generator takes 1.6 times as long, and twice as long with the JVM's
 * second compiler (WireNumber).
 */
@NullMarked
package dev.ferrule.gateway.json;

import org.jspecify.annotations.NullMarked;
