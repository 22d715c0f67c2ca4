/**
 * What goes into a run of the bench and what comes out of it: {@link
 * dev.ferrule.sim.bench.model.Workload}, {@link dev.ferrule.sim.bench.model.Outcome}, {@link
 * dev.ferrule.sim.bench.model.Target}. Immutable values; nothing runs here.
 */
@NullMarked
package dev.ferrule.sim.bench.model;

import org.jspecify.annotations.NullMarked;
