/** The Debian package, installed into real Debians that boot. */
@NullMarked
package dev.ferrule.gateway.install;

import org.jspecify.annotations.NullMarked;
