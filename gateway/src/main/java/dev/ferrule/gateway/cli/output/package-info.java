/** What every command prints to: standard output, the terminal, the version. Main thread. */
@NullMarked
package dev.ferrule.gateway.cli.output;

import org.jspecify.annotations.NullMarked;
