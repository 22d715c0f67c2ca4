package dev.ferrule.gateway.device.modbus;

/**
 * How a coil or holding register is commanded.
 *
 * @param safe value that is written when the gateway stops, in the channel's unit
 * @param step commands must be a multiple of this above the range's minimum; 0 for any
 * @param dangerous whether a command needs an explicit confirmation
 */
public record ModbusOutput(double safe, double step, boolean dangerous) {

  public ModbusOutput {
    if (!Double.isFinite(safe)) {
      throw new IllegalArgumentException("the safe value must be a number");
    }
    if (!(step >= 0) || !Double.isFinite(step)) {
      throw new IllegalArgumentException("step must be 0 or more, not " + step);
    }
  }
}
