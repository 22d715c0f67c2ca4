package dev.ferrule.gateway.device.modbus.line;

import com.digitalpetri.modbus.ExceptionCode;
import java.util.Optional;

/**
 * The code with which a unit refuses (Application Protocol 7).
 *
 * @param code 0 to 255
 */
public record ExceptionName(int code) {

  public Optional<ExceptionCode> known() {
    return ExceptionCode.from(code);
  }

  /** Whether a smaller read may succeed where this one was refused. */
  public boolean isAboutAddress() {
    return is(ExceptionCode.ILLEGAL_DATA_ADDRESS) || is(ExceptionCode.ILLEGAL_DATA_VALUE);
  }

  /** Whether another function may write what this one may not. */
  public boolean isAboutWay() {
    return isAboutFunction() || is(ExceptionCode.ILLEGAL_DATA_VALUE);
  }

  /** Whether the unit does not have the function. */
  public boolean isAboutFunction() {
    return is(ExceptionCode.ILLEGAL_FUNCTION);
  }

  /** Whether the unit has begun what it was asked for, and takes its time. */
  public boolean hasBegun() {
    return is(ExceptionCode.ACKNOWLEDGE);
  }

  private boolean is(ExceptionCode code) {
    return known().filter(code::equals).isPresent();
  }

  /** Whether the same request will be refused again: it is about what is asked. */
  public boolean isLasting() {
    return isAboutAddress() || isAboutFunction();
  }

  /** As the standard names it, with the code. */
  @Override
  public String toString() {
    String name =
        known()
            .map(
                c ->
                    switch (c) {
                      case ILLEGAL_FUNCTION -> "illegal function";
                      case ILLEGAL_DATA_ADDRESS -> "illegal data address";
                      case ILLEGAL_DATA_VALUE -> "illegal data value";
                      case SLAVE_DEVICE_FAILURE -> "server device failure";
                      case ACKNOWLEDGE -> "acknowledge";
                      case SLAVE_DEVICE_BUSY -> "server device busy";
                      case MEMORY_PARITY_ERROR -> "memory parity error";
                      case GATEWAY_PATH_UNAVAILABLE -> "gateway path unavailable";
                      case GATEWAY_TARGET_DEVICE_FAILED_TO_RESPONSE ->
                          "gateway target device failed to respond";
                    })
            .orElse("exception");
    return name + " (" + code + ")";
  }
}
