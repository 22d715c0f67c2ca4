/**
 * {@code history.db}: its tables, the thread that writes them, what an earlier run left in the
 * journal, and what goes when it is too old. Everything that is read back has a check sum of its
 * own: SQLite notices a page that is none, not a bit that is another.
 *
 * <p>Start reading at {@code HistoryTables}, then {@code HistoryWriter}.
 */
@NullMarked
package dev.ferrule.gateway.history.file;

import org.jspecify.annotations.NullMarked;
