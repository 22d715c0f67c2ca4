/** Reads the golden vectors for the tests of all packages. */
@NullMarked
package dev.ferrule.protocol.vectors;

import org.jspecify.annotations.NullMarked;
