/**
 * Users, tokens, the setup code and the certificate authority from the command line: for whoever
 * may write the gateway's data, whether it runs or not. A running gateway sees what is changed here
 * within a moment. Main thread; blocks.
 */
@NullMarked
package dev.ferrule.gateway.cli.access;

import org.jspecify.annotations.NullMarked;
