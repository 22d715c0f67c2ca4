/**
 * What a log line looks like and where it goes: standard error, one line per event, for people, the
 * journal or machines.
 *
 * <p>Everything else in the program logs through {@link java.lang.System.Logger} and knows nothing
 * of this package. Any thread. Start reading at {@link dev.ferrule.gateway.cli.logging.LogSetup}.
 *
 * <p>java.util.logging does the rest, and five things are by hand: its SimpleFormatter can neither
 * keep an event on one line, nor write control characters out, nor give the journal's priorities
 * (LogLine); its ConsoleHandler makes whoever logs wait for whoever reads (LogWriter, LogQueue); it
 * lets one loud board fill the log (LogLimits); nothing in the JDK knows the journal (Journal); its
 * LogManager takes the handlers away before a stopping program has said its last word
 * (SteadyLogManager).
 */
@NullMarked
package dev.ferrule.gateway.cli.logging;

import org.jspecify.annotations.NullMarked;
