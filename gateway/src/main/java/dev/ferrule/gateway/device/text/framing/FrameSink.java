package dev.ferrule.gateway.device.text.framing;

/** Takes what a {@link Framer} cuts; bytes are valid only during the call. */
public interface FrameSink {

  /** What a frame carries, without delimiter, start, length and check. */
  void frame(byte[] bytes, int from, int to);

  /** Bytes that are no frame; as many of them as were kept. */
  void refused(Refusal reason, byte[] bytes, int from, int to);
}
