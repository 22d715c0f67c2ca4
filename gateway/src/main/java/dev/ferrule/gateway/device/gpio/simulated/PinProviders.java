package dev.ferrule.gateway.device.gpio.simulated;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmBase;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmProvider;
import com.pi4j.io.pwm.PwmProviderBase;
import com.pi4j.provider.Provider;
import dev.ferrule.gateway.device.gpio.chip.ChipTrouble;
import dev.ferrule.gateway.device.gpio.chip.TimedEdge;
import java.util.List;

/** The lines and PWM outputs of any simulated chip, as Pi4J wants to have them. */
final class PinProviders {

  private PinProviders() {}

  /** Providers of everything that {@code pins} has. */
  static List<Provider<?, ?, ?>> of(Pins pins) {
    return List.of(new Inputs(pins), new Outputs(pins), new PwmOutputs(pins));
  }

  private static DigitalState state(boolean high) {
    return high ? DigitalState.HIGH : DigitalState.LOW;
  }

  private static final class Inputs extends DigitalInputProviderBase
      implements DigitalInputProvider {
    private final Pins pins;

    Inputs(Pins pins) {
      this.pins = pins;
    }

    @Override
    public DigitalInput create(DigitalInputConfig config) {
      var input = new Input(pins, this, config);
      pins.listen(config, input::edge);
      context.registry().add(input);
      return input;
    }
  }

  private static final class Input extends DigitalInputBase {
    private final Pins pins;

    Input(Pins pins, DigitalInputProvider provider, DigitalInputConfig config) {
      super(provider, config);
      this.pins = pins;
    }

    private void edge(boolean high, long nanoTime, long sequence) {
      dispatch(new TimedEdge(this, PinProviders.state(high), nanoTime, sequence));
    }

    @Override
    public DigitalState state() {
      return PinProviders.state(pins.isHigh(config().bcm()));
    }

    @Override
    public DigitalInput shutdownInternal(Context context) {
      super.shutdownInternal(context);
      pins.free(config().bcm());
      return this;
    }
  }

  private static final class Outputs extends DigitalOutputProviderBase
      implements DigitalOutputProvider {
    private final Pins pins;

    Outputs(Pins pins) {
      this.pins = pins;
    }

    @Override
    public DigitalOutput create(DigitalOutputConfig config) {
      pins.drive(config);
      var output = new Output(pins, this, config);
      context.registry().add(output);
      return output;
    }
  }

  private static final class Output extends DigitalOutputBase {
    private final Pins pins;

    Output(Pins pins, DigitalOutputProvider provider, DigitalOutputConfig config) {
      super(provider, config);
      this.pins = pins;
    }

    @Override
    public DigitalOutput state(DigitalState level) {
      pins.set(config().bcm(), level == DigitalState.HIGH);
      return super.state(level);
    }

    @Override
    public DigitalState state() {
      return PinProviders.state(pins.isHigh(config().bcm()));
    }

    /** Puts the line to its shutdown level, where that can be done still, and lets it go. */
    @Override
    public DigitalOutput shutdownInternal(Context context) {
      try {
        super.shutdownInternal(context);
      } catch (ChipTrouble gone) {
        // known, and the other lines are still to be let go
      }
      pins.free(config().bcm());
      return this;
    }
  }

  private static final class PwmOutputs extends PwmProviderBase {
    private final Pins pins;

    PwmOutputs(Pins pins) {
      this.pins = pins;
    }

    @Override
    public Pwm create(PwmConfig config) {
      pins.pulse(config);
      var output = new PwmOutput(pins, this, config);
      context.registry().add(output);
      return output;
    }
  }

  private static final class PwmOutput extends PwmBase {
    private final Pins pins;

    PwmOutput(Pins pins, PwmProvider provider, PwmConfig config) {
      super(provider, config);
      this.pins = pins;
    }

    @Override
    public Pwm on() {
      onState = true;
      return this;
    }

    @Override
    public Pwm on(Integer percent) {
      pins.setDuty(config().channel(), percent);
      return on();
    }

    @Override
    public Pwm off() {
      return on(0);
    }

    @Override
    public Integer getDutyCycle() {
      return pins.duty(config().channel());
    }

    @Override
    public Pwm shutdownInternal(Context context) {
      try {
        super.shutdownInternal(context);
      } catch (ChipTrouble gone) {
        // known, and the other lines are still to be let go
      }
      pins.freePwm(config().channel());
      return this;
    }
  }
}
