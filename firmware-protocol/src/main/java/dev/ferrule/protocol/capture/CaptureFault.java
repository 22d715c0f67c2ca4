package dev.ferrule.protocol.capture;

import java.io.IOException;

/** A file is no capture; the message is {@code FILE:LINE: what is wrong}. */
public final class CaptureFault extends IOException {

  private static final long serialVersionUID = 1;

  CaptureFault(String source, int line, String what) {
    super(source + ":" + line + ": " + what);
  }
}
