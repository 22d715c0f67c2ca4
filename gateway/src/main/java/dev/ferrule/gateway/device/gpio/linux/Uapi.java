package dev.ferrule.gateway.device.gpio.linux;

import dev.ferrule.gateway.linux.Libc;
import dev.ferrule.gateway.linux.Libc.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Version 2 of the kernel's GPIO interface: {@code include/uapi/linux/gpio.h}, Linux 5.10 and
 * later, little endian. Stateless; any thread.
 *
 * <pre>
 * gpiochip_info       68: name[32] label[32] lines:u32
 * gpio_v2_line_info  256: name[32] consumer[32] offset:u32 num_attrs:u32 flags:u64 attrs[10] padding[4]
 * gpio_v2_line_request 592: offsets[64]:u32 consumer[32] config event_buffer_size... (drawn at REQUEST_*)
 * gpio_v2_line_event  48: timestamp_ns:u64 id:u32 offset:u32 seqno:u32 line_seqno:u32 padding[6]
 * gpio_v2_line_values 16: bits:u64 mask:u64
 * </pre>
 */
final class Uapi {

  static final long ACTIVE = 1L;
  static final long INPUT = 1L << 2;
  static final long OUTPUT = 1L << 3;
  static final long EDGE_RISING = 1L << 4;
  static final long EDGE_FALLING = 1L << 5;
  static final long OPEN_DRAIN = 1L << 6;
  static final long OPEN_SOURCE = 1L << 7;
  static final long PULL_UP = 1L << 8;
  static final long PULL_DOWN = 1L << 9;
  static final long PULL_OFF = 1L << 10;

  static final long EVENT_BYTES = 48;
  static final long EVENT_TIME = 0;
  static final long EVENT_ID = 8;
  static final long EVENT_LINE_SEQUENCE = 20;
  static final int RISING = 1;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private static final int CHIP_BYTES = 68;
  private static final long CHIP_LABEL = 32;
  private static final long CHIP_LINES = 64;

  private static final int LINE_BYTES = 256;
  private static final long LINE_CONSUMER = 32;
  private static final long LINE_OFFSET = 64;
  private static final long LINE_FLAGS = 72;

  // offsets[64] consumer[32] config{flags:u64 num_attrs:u32 pad[5] attrs[10]{id:u32 pad:u32
  // value:u64 mask:u64}}
  // num_lines:u32 event_buffer_size:u32 padding[5] fd:s32
  private static final int REQUEST_BYTES = 592;
  private static final long REQUEST_CONSUMER = 256;
  private static final long REQUEST_FLAGS = 288;
  private static final long REQUEST_ATTRIBUTES = 296;
  private static final long REQUEST_ATTRIBUTE = 320;
  private static final long REQUEST_LINES = 560;
  private static final long REQUEST_BUFFER = 564;
  private static final long REQUEST_FD = 588;
  private static final int ATTRIBUTE_VALUES = 2;
  private static final int ATTRIBUTE_DEBOUNCE = 3;

  private static final int VALUES_BYTES = 16;

  /** Events that the kernel keeps for a line while nobody reads; the oldest go first. */
  private static final int EVENT_BUFFER = 1024;

  private static final long CHIP_INFO = ioc(2, 0x01, CHIP_BYTES);
  private static final long LINE_INFO = ioc(3, 0x05, LINE_BYTES);
  private static final long REQUEST = ioc(3, 0x07, REQUEST_BYTES);
  private static final long GET_VALUES = ioc(3, 0x0E, VALUES_BYTES);
  private static final long SET_VALUES = ioc(3, 0x0F, VALUES_BYTES);

  private Uapi() {}

  /** The number of an ioctl; {@code direction} 2 is read, 3 is both. */
  private static long ioc(long direction, long number, long size) {
    return direction << 30 | size << 16 | 0xB4 << 8 | number;
  }

  /**
   * What a chip is.
   *
   * @param label stays the same from boot to boot
   * @param lines number of lines, numbered from 0
   */
  record ChipInfo(String label, int lines) {}

  /**
   * What a line is.
   *
   * @param used whether somebody has requested it
   * @param consumer who, as that one named itself; may be empty
   */
  record LineInfo(boolean used, String consumer) {}

  static ChipInfo chipInfo(int chip) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(CHIP_BYTES, 8);
      Libc.ioctl(chip, CHIP_INFO, info);
      return new ChipInfo(info.getString(CHIP_LABEL), info.get(INT, CHIP_LINES));
    }
  }

  static LineInfo lineInfo(int chip, int line) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(LINE_BYTES, 8);
      info.set(INT, LINE_OFFSET, line);
      Libc.ioctl(chip, LINE_INFO, info);
      return new LineInfo(
          (info.get(LONG, LINE_FLAGS) & ACTIVE) != 0, info.getString(LINE_CONSUMER));
    }
  }

  /**
   * Requests one line; its descriptor.
   *
   * @param consumer what others see as its user, at most 31 ASCII characters
   * @param flags of this class
   * @param high first level of an output
   * @param debounceMicros 0 for none
   */
  static int request(
      int chip, int line, String consumer, long flags, boolean high, int debounceMicros)
      throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
      request.set(INT, 0, line);
      byte[] name = consumer.getBytes(StandardCharsets.US_ASCII);
      MemorySegment.copy(
          name, 0, request, ValueLayout.JAVA_BYTE, REQUEST_CONSUMER, Math.min(name.length, 31));
      request.set(LONG, REQUEST_FLAGS, flags);
      request.set(INT, REQUEST_LINES, 1);
      if ((flags & OUTPUT) != 0) {
        attribute(request, ATTRIBUTE_VALUES, high ? 1 : 0);
      } else {
        request.set(INT, REQUEST_BUFFER, EVENT_BUFFER);
        if (debounceMicros > 0) {
          attribute(request, ATTRIBUTE_DEBOUNCE, debounceMicros);
        }
      }
      Libc.ioctl(chip, REQUEST, request);
      return request.get(INT, REQUEST_FD);
    }
  }

  /** The one attribute of the one line. */
  private static void attribute(MemorySegment request, int id, long value) {
    request.set(INT, REQUEST_ATTRIBUTES, 1);
    request.set(INT, REQUEST_ATTRIBUTE, id);
    request.set(LONG, REQUEST_ATTRIBUTE + 8, value);
    request.set(LONG, REQUEST_ATTRIBUTE + 16, 1);
  }

  static boolean isHigh(int line) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocate(VALUES_BYTES, 8);
      values.set(LONG, 8, 1);
      Libc.ioctl(line, GET_VALUES, values);
      return (values.get(LONG, 0) & 1) != 0;
    }
  }

  static void set(int line, boolean high) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocate(VALUES_BYTES, 8);
      values.set(LONG, 0, high ? 1 : 0);
      values.set(LONG, 8, 1);
      Libc.ioctl(line, SET_VALUES, values);
    }
  }
}
