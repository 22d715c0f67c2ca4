package dev.ferrule.gateway.registry;

import dev.ferrule.gateway.device.CommandProgress;

/** Where the fate of commands goes; called on the core loop. */
@FunctionalInterface
public interface CommandSink {

  /** The command {@code id} got further. */
  void command(String id, CommandProgress progress);
}
