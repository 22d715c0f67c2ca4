package dev.ferrule.gateway.mqtt.bridge;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bridge at mosquitto, a process of this machine")
class BridgeAtMosquittoTest extends BrokerContract {

  @TempDir private Path temp;

  @Override
  BrokerUnderTest broker() throws Exception {
    return new MosquittoProcess(temp);
  }
}
