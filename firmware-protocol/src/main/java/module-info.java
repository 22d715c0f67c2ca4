/**
 * Ferrule's wire formats: the serial link to boards and the stream to clients; and what the
 * commands of gateway and simulator end with. Needs only the JDK.
 */
module dev.ferrule.protocol {
  requires static transitive org.jspecify;

  exports dev.ferrule.protocol;
  exports dev.ferrule.protocol.capture;
  exports dev.ferrule.protocol.dictionary;
  exports dev.ferrule.protocol.link;
  exports dev.ferrule.protocol.program;
  exports dev.ferrule.protocol.stream;
  exports dev.ferrule.protocol.time;
}
