/** The packaged programs as people start them: processes, pseudo-terminals, a browser. */
@NullMarked
package dev.ferrule.gateway.e2e;

import org.jspecify.annotations.NullMarked;
