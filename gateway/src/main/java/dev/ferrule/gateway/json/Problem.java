package dev.ferrule.gateway.json;

/**
 * A refusal over HTTP in the form of RFC 9457.
 *
 * @param status HTTP status
 * @param type stable word for the kind of problem; on the wire {@code
 *     https://ferrule.dev/problems/<type>}
 * @param title what the kind of problem is
 * @param detail what is wrong here
 * @param hint what would be right, or empty
 * @param place where in the request, or empty
 */
public record Problem(
    int status, String type, String title, String detail, String hint, String place) {

  /** RFC 9457, 3. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A problem without a place. */
  public static Problem of(int status, String type, String title, String detail, String hint) {
    return new Problem(status, type, title, detail, hint, "");
  }

  /** A request whose content is wrong. */
  public static Problem badRequest(JsonFault fault) {
    return new Problem(
        400, "bad-request", "Bad request", fault.text(), fault.hint(), fault.place());
  }

  /** The JSON text. */
  public String toJson() {
    JsonText out =
        new JsonText()
            .object()
            .field("type", "https://ferrule.dev/problems/" + type)
            .field("title", title)
            .field("status", status)
            .field("detail", detail);
    if (!hint.isEmpty()) {
      out.field("hint", hint);
    }
    if (!place.isEmpty()) {
      out.field("place", place);
    }
    return out.endObject().toString();
  }
}
