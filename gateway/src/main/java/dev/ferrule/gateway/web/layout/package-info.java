/**
 * How each user wants the dashboard, kept for them: {@link dev.ferrule.gateway.web.layout.Layouts}
 * is the file and what it holds, {@link dev.ferrule.gateway.web.layout.LayoutApi} the way to it.
 *
 * <p>What a layout says is the dashboard's business; here it is a JSON object of a bounded size.
 * Nothing else hangs on it: when the file is lost, everybody sees what is proposed. The file is
 * written on a thread of its own and read once, at the start.
 */
@NullMarked
package dev.ferrule.gateway.web.layout;

import org.jspecify.annotations.NullMarked;
