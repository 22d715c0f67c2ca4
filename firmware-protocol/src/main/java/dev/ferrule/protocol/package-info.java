/** Ferrule's wire format: encoders and decoders for the serial link and for the stream. */
@NullMarked
package dev.ferrule.protocol;

import org.jspecify.annotations.NullMarked;
