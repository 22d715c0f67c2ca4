package dev.ferrule.gateway.web;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.gateway.stream.RawHttp;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are served, how, and that nothing else is. */
class StaticFilesTest extends HttpClientFixture {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/lib/lit/index.js                          | text/javascript; charset=utf-8",
        "/lib/lit-html/lit-html.js                  | text/javascript; charset=utf-8",
        "/lib/lit-element/index.js                  | text/javascript; charset=utf-8",
        "/lib/lit__reactive-element/reactive-element.js | text/javascript; charset=utf-8",
        "/lib/lit-html/directives/repeat.js         | text/javascript; charset=utf-8",
        "/lib/uplot/dist/uPlot.esm.js               | text/javascript; charset=utf-8",
        "/lib/uplot/dist/uPlot.min.css              | text/css; charset=utf-8",
        "/client/ferrule.js                         | text/javascript; charset=utf-8",
        "/client/stream-decoder.js                  | text/javascript; charset=utf-8",
        "/client/ferrule.py                         | text/x-python; charset=utf-8",
        "/app/main.js                               | text/javascript; charset=utf-8",
        "/app/dashboard.css                         | text/css; charset=utf-8",
        "/app/icon.svg                              | image/svg+xml; charset=utf-8"
      })
  void servesLibrariesWithTheirTypes(String path, String type) throws Exception {
    RawHttp.Answer answer = get(path);
    assertEquals(200, answer.status());
    assertEquals(type, answer.header("content-type"));
    assertEquals("no-cache", answer.header("cache-control"));
    assertFalse(answer.body().isEmpty());
  }

  @Test
  void letsABrowserKeepWhatNeverChanges() throws Exception {
    Matcher version =
        Pattern.compile("\"version\": ?\"([^\"]+)\"")
            .matcher(get("/lib/uplot/package.json").body());
    assertTrue(version.find());
    RawHttp.Answer answer = get("/lib/uplot/" + version.group(1) + "/dist/uPlot.esm.js");
    assertEquals(200, answer.status());
    assertEquals("public, max-age=31536000, immutable", answer.header("cache-control"));
  }

  @Test
  void sendsNothingTwice() throws Exception {
    String etag = get("/lib/lit/index.js").header("etag");
    assertTrue(etag.matches("\"[0-9a-f]{24}\""), etag);
    RawHttp.Answer again = get("/lib/lit/index.js", "If-None-Match: " + etag);
    assertEquals(304, again.status());
    assertEquals("", again.body());
    assertEquals(etag, again.header("etag"));
    assertEquals(200, get("/lib/lit/index.js", "If-None-Match: \"other\"").status());
  }

  @Test
  void answersHead() throws Exception {
    RawHttp.Answer head = ask("HEAD", "/lib/lit/index.js");
    RawHttp.Answer whole = get("/lib/lit/index.js");
    assertEquals(200, head.status());
    assertEquals(whole.header("content-length"), head.header("content-length"));
    assertEquals("", head.body());
    assertEquals(405, ask("POST", "/lib/lit/index.js").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/trends",
        "/trends?c=boiler.temp&r=5m",
        "/device",
        "/device/boiler",
        "/device/shed/boiler",
        "/app/index.html"
      })
  void servesTheDashboardAtItsAddresses(String path) throws Exception {
    RawHttp.Answer answer = get(path);
    assertEquals(200, answer.status());
    assertEquals("text/html; charset=utf-8", answer.header("content-type"));
  }

  /** A proxy may have put the dashboard below a path, so that no address begins at the root. */
  @Test
  void tellsAPageBelowAnotherWhereItsFilesAre() throws Exception {
    assertTrue(get("/trends").body().contains("<base href=\"./\">"));
    assertTrue(get("/device").body().contains("<base href=\"./\">"));
    assertTrue(get("/device/boiler").body().contains("<base href=\"../\">"));
    assertTrue(get("/device/shed/boiler").body().contains("<base href=\"../../\">"));
  }

  @Test
  void allowsTheImportMapOfThePageByItsHash() throws Exception {
    RawHttp.Answer answer = get("/");
    Matcher map =
        Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
            .matcher(answer.body());
    assertTrue(answer.body().contains("importmap"));
    String hashes = map.results().map(m -> " " + StaticFile.cspHash(m.group(1))).collect(joining());
    assertTrue(
        answer.header("content-security-policy").contains("script-src 'self'" + hashes + ";"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/",
        "/app",
        "/app/.",
        "/app/..",
        "/app/../app/index.html",
        "/app/..%2fdev/ferrule/gateway/app/version.properties",
        "/app/%2e%2e/dev/ferrule/gateway/app/version.properties",
        "/app/%2e%2e%2fdev",
        "/app/..;/dev",
        "/app//index.html",
        "/app/./index.html",
        "/app/index.html/",
        "/app/index.html%00.js",
        "/app/..\\dev",
        "/app/%5c..%5cdev",
        "/app/..%c0%afdev",
        "/app/%252e%252e/dev",
        "/app/C:/index.html",
        "/app/.hidden.js",
        "/lib/",
        "/lib/lit",
        "/lib/lit/",
        "/lib/lit/LICENSE",
        "/lib/lit/../lit-html/lit-html.js",
        "/lib/lit/9.9.9/index.js",
        "/lib/jackson-core/index.js",
        "/client/../Kind.class",
        "/client/Kind.class",
        "/META-INF/MANIFEST.MF",
        "/dashboard/index.html",
        "/device/",
        "/device/a/b/c",
        "/trends/boiler",
        "//app/index.html",
        "/dev/ferrule/gateway/web/api/openapi.json"
      })
  void servesNothingElse(String path) throws Exception {
    RawHttp.Answer answer = get(path);
    assertEquals(404, answer.status(), answer.body());
  }
}
