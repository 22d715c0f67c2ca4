/**
 * Files that remember: SQLite databases beside each other in the data directory, each with one
 * thread that writes it.
 *
 * <p>{@link dev.ferrule.gateway.store.StoreFile} is one such file: it opens it, checks that it is
 * ours and of a version that is known, sets a damaged one aside, and says what a fault means
 * ({@link dev.ferrule.gateway.store.StoreFault}). What is in the tables, and when it is written, is
 * decided by history and ledger. SQLite is called here and by them only, never on a loop: a disk
 * may stall for as long as it likes. Start reading at {@code StoreFile}.
 */
@NullMarked
package dev.ferrule.gateway.store;

import org.jspecify.annotations.NullMarked;
