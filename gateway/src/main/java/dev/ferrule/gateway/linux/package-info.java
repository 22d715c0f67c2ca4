/**
 * The C library, once: the functions of it that Java has no words for, through {@code
 * java.lang.foreign}.
 *
 * <p>No native code is shipped. Each class has one concern (files that are devices, the kernel's
 * clock, the size of a terminal) and is linked when first used. Stateless; any thread; calls may
 * block. Start reading at {@link dev.ferrule.gateway.linux.Libc}.
 */
@NullMarked
package dev.ferrule.gateway.linux;

import org.jspecify.annotations.NullMarked;
