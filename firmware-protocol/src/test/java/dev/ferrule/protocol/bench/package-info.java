/**
 * What the codecs cost: {@link dev.ferrule.protocol.bench.BytesPerReading} measures bytes beside
 * JSON, CBOR and MessagePack, {@link dev.ferrule.protocol.bench.Benchmarks} time and allocation.
 */
@NullMarked
package dev.ferrule.protocol.bench;

import org.jspecify.annotations.NullMarked;
