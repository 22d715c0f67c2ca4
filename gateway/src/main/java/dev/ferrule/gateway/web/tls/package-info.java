/**
 * Who this server is to others: the names and addresses that it answers to, and the certificate
 * that proves it.
 *
 * <p>{@code IdentityKeeper} keeps it current on a virtual thread of its own and tells each change:
 * a leaf that is renewed, a name or an address that came, files that were replaced. {@code
 * LocalAuthority} is the gateway's own CA for the mode {@code auto}: it signs leaves for this
 * machine, and by its name constraints is worth nothing elsewhere. Certificates are made by Bouncy
 * Castle ({@code CertificateMaker}) and read by the JDK, so that a start with a valid leaf loads
 * nothing of Bouncy Castle. {@code EarlyTls} lets connections be counted from their first byte.
 *
 * <p>No socket is opened here and no request seen. Start reading at {@link
 * dev.ferrule.gateway.web.tls.IdentityKeeper}.
 */
@NullMarked
package dev.ferrule.gateway.web.tls;

import org.jspecify.annotations.NullMarked;
