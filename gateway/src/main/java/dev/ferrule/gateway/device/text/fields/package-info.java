/**
 * Finds the values in a frame without code, as the configuration says: pairs, columns, JSON, a
 * pattern or places in bytes; and decides what is a number ({@link
 * dev.ferrule.gateway.device.text.fields.NumberForm}).
 *
 * <p>Knows no channels and no units, only names and what stands under them. Stateless between
 * frames but for what makes it fast; everything runs on the link's loop. Start reading at {@link
 * dev.ferrule.gateway.device.text.fields.FieldFormat}.
 */
@NullMarked
package dev.ferrule.gateway.device.text.fields;

import org.jspecify.annotations.NullMarked;
