/**
 * Everything that a gateway knows as one file, and back: {@code ferrule backup}, {@code restore},
 * {@code export}. The thread of the command; it blocks. A gateway that runs is read beside, never
 * disturbed, and never restored over.
 *
 * <p>Start reading at {@link dev.ferrule.gateway.cli.backup.Archive} for what is in the file, and
 * at {@link dev.ferrule.gateway.cli.backup.Restoration} for how it gets into its places.
 */
@NullMarked
package dev.ferrule.gateway.cli.backup;

import org.jspecify.annotations.NullMarked;
