package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.model.CommandState.Reason;

/** What the exceptions with which a unit refuses say of a command. */
final class Refusals {

  private Refusals() {}

  static CommandProgress of(ExceptionName exception, String text) {
    return exception
        .known()
        .map(
            code ->
                switch (code) {
                  case ILLEGAL_FUNCTION ->
                      new CommandProgress.Refused(Reason.DEVICE_READ_ONLY, text);
                  case ILLEGAL_DATA_ADDRESS ->
                      new CommandProgress.Refused(Reason.DEVICE_NO_CHANNEL, text);
                  case ILLEGAL_DATA_VALUE -> new CommandProgress.Refused(Reason.DEVICE_RANGE, text);
                  case SLAVE_DEVICE_BUSY -> new CommandProgress.Refused(Reason.DEVICE_BUSY, text);
                  case GATEWAY_TARGET_DEVICE_FAILED_TO_RESPONSE ->
                      new CommandProgress.Lost(Reason.NO_ANSWER, text);
                  case SLAVE_DEVICE_FAILURE,
                      ACKNOWLEDGE,
                      MEMORY_PARITY_ERROR,
                      GATEWAY_PATH_UNAVAILABLE ->
                      new CommandProgress.Failed(Reason.DEVICE_FAILED, text);
                })
        .orElse(new CommandProgress.Failed(Reason.DEVICE_FAILED, text));
  }
}
