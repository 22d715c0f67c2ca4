package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.JsonFault;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON text out of a body that was read; stateless. */
public final class JsonBody {

  private JsonBody() {}

  /**
   * The text that was read.
   *
   * @throws JsonFault when it is no UTF-8
   */
  public static String text(RoutingContext context) throws JsonFault {
    @Nullable Buffer body = context.body().buffer();
    if (body == null) {
      return "";
    }
    try {
      // Strictly: what vertx-web decodes has replacement characters where the bytes are wrong.
      ByteBuffer bytes = ByteBuffer.wrap(body.getBytes());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new JsonFault("", "The body is no UTF-8.", "");
    }
  }
}
