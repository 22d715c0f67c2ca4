/**
 * The program: command line, wiring of all other packages, order of start and stop.
 *
 * <p>Nobody imports this package. Start reading at {@link dev.ferrule.gateway.app.Ferrule}.
 */
@NullMarked
package dev.ferrule.gateway.app;

import org.jspecify.annotations.NullMarked;
