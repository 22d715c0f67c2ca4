package dev.ferrule.gateway.cli.output;

import dev.ferrule.gateway.app.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "ferrule " + Version.text() + ", commit " + Version.commit(),
      "Java " + Runtime.version() + ", " + System.getProperty("os.arch")
    };
  }
}
