package dev.ferrule.gateway.model;

/** What the gateway knows about the link to a device. */
public sealed interface DeviceState {

  /** The word for it on the wire and on screen. */
  String word();

  /** Why it is not up; empty when there is nothing to say. */
  default String reason() {
    return "";
  }

  /** The port is not there or cannot be opened. */
  record Down(@Override String reason) implements DeviceState {

    /** The reason when it is nobody's fault but the gateway's. */
    public static final String DEFECT = "a fault of the gateway itself; its log says more";

    @Override
    public String word() {
      return "down";
    }
  }

  /** The port is open; the device has not yet said who it is. */
  record Connecting() implements DeviceState {
    @Override
    public String word() {
      return "connecting";
    }
  }

  /** Readings come and commands are taken. */
  record Up() implements DeviceState {
    @Override
    public String word() {
      return "up";
    }
  }

  /** The port is open and nothing valid has come for longer than allowed. */
  record Silent(@Override String reason) implements DeviceState {
    @Override
    public String word() {
      return "silent";
    }
  }

  /**
   * Somebody answers whom the gateway will not use: another protocol version, a broken dictionary,
   * a wrong device.
   */
  record Refused(@Override String reason) implements DeviceState {

    /** Somebody else than {@code expect} says; {@code found} is what was seen of them. */
    public static Refused wrongDevice(String expected, String found) {
      return new Refused(
          "wrong device: expected "
              + expected
              + ", but "
              + found
              + "; plug the right one in here, or change expect");
    }

    @Override
    public String word() {
      return "refused";
    }
  }
}
