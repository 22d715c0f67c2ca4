/**
 * Who is told readings, over REST: how each stands and what it is still to be told. Start reading
 * at {@link dev.ferrule.gateway.web.upstream.UpstreamApi}.
 */
@NullMarked
package dev.ferrule.gateway.web.upstream;

import org.jspecify.annotations.NullMarked;
