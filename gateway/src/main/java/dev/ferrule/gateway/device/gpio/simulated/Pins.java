package dev.ferrule.gateway.device.gpio.simulated;

import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.pwm.PwmConfig;

/**
 * What a simulated chip does with its lines and PWM outputs. Each throws {@link
 * dev.ferrule.gateway.device.gpio.chip.ChipTrouble} when that cannot be done. May block.
 */
interface Pins {

  /** Hears of the edges of one input. */
  interface EdgeListener {
    /** The level after an edge, when it was, and its number on its line, from 1 on. */
    void edge(boolean high, long nanoTime, long sequence);
  }

  /** Requests a line as an input. */
  void listen(DigitalInputConfig config, EdgeListener listener);

  /** Requests a line as an output, with its first level. */
  void drive(DigitalOutputConfig config);

  /** Requests a PWM output, with its first duty cycle. */
  void pulse(PwmConfig config);

  /** The level of a line that was requested. */
  boolean isHigh(int line);

  /** Drives an output. */
  void set(int line, boolean high);

  /** The duty cycle of a PWM output in percent. */
  int duty(int pwm);

  /** Sets the duty cycle of a PWM output, 0 to 100 %. */
  void setDuty(int pwm, int percent);

  /** Lets a line go; of a chip that is gone without effect. */
  void free(int line);

  /** Lets a PWM output go; of a chip that is gone without effect. */
  void freePwm(int pwm);
}
