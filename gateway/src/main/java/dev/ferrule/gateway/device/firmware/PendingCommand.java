package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.model.CommandState.Reason;
import dev.ferrule.protocol.dictionary.ChannelSpec;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.CommandResult;
import dev.ferrule.protocol.link.Value;
import java.util.Optional;

/** A command without a last word. Owner: the board's commands. */
final class PendingCommand {

  /** How far it got. */
  enum Stage {
    /** For the session, or for commands before it. */
    WAITING,
    /** Given to the reliable layer; no byte left yet. */
    OFFERED,
    /** A dangerous one was announced to the board; nothing takes effect by that. */
    ARMING,
    /** The board restated it; the confirmation has not left yet. */
    CONFIRMING,
    /** What takes effect has left. */
    WRITTEN
  }

  final DeviceCommand asked;
  final int id;
  final ChannelSpec spec;
  final Value value;
  final RestartableTimer timer;
  Stage stage = Stage.WAITING;

  /** What whoever answers in this session says of it, if it is the board that has it. */
  Optional<CommandProgress> verdict = Optional.empty();

  /** Its place among all that were let out. */
  long order = Long.MAX_VALUE;

  /**
   * A command that waits.
   *
   * @param asked what the gateway asked
   * @param id its id on the link
   * @param spec the channel
   * @param value raw
   * @param timer runs out when it is time to look after it
   */
  PendingCommand(
      DeviceCommand asked, int id, ChannelSpec spec, Value value, RestartableTimer timer) {
    this.asked = asked;
    this.id = id;
    this.spec = spec;
    this.value = value;
    this.timer = timer;
  }

  /** Whether the board must restate it first, and has not been told to go on. */
  boolean isArming() {
    return stage == Stage.ARMING || stage == Stage.CONFIRMING;
  }

  /** What asks the board for it. */
  LinkMessage request(int deadlineTick) {
    return spec.dangerous()
        ? new LinkMessage.Arm(id, spec.id(), deadlineTick, value)
        : new LinkMessage.Command(id, spec.id(), deadlineTick, value);
  }

  /** What a result means for it; NOT_FOUND after its deadline, when it is too late to find it. */
  CommandProgress progress(CommandResult result) {
    return switch (result.status()) {
      case DONE -> new CommandProgress.Done(spec.toValue(result.value().raw()));
      case EXPIRED, NOT_FOUND -> new CommandProgress.Expired();
      case RANGE -> refused(Reason.DEVICE_RANGE, "the board says that the value is out of range");
      case NO_CHANNEL -> refused(Reason.DEVICE_NO_CHANNEL, "the board knows no such channel");
      case READ_ONLY -> refused(Reason.DEVICE_READ_ONLY, "the board takes no commands for it");
      case NOT_ARMED -> refused(Reason.DEVICE_NOT_ARMED, "the board was not armed for it");
      case BUSY -> refused(Reason.DEVICE_BUSY, "the board cannot now");
      case FAIL_SAFE ->
          refused(Reason.DEVICE_FAIL_SAFE, "the board's outputs are at their safe values");
      case INTERLOCK -> refused(Reason.DEVICE_INTERLOCK, "a rule of the board forbids it");
      case FAILED ->
          new CommandProgress.Failed(
              Reason.DEVICE_FAILED, "the board tried, and the hardware did not follow");
    };
  }

  private static CommandProgress refused(Reason reason, String text) {
    return new CommandProgress.Refused(reason, text);
  }
}
