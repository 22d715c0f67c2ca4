/** Simulated boards that speak the real bytes over real pseudo-terminals. */
@NullMarked
package dev.ferrule.sim;

import org.jspecify.annotations.NullMarked;
