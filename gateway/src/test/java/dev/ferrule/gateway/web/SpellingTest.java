package dev.ferrule.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.stream.RawHttp;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses are compared as they came: one that is written in another way is unknown. */
class SpellingTest extends HttpClientFixture {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//",
        "/.",
        "/..",
        "*",
        "x",
        "?a",
        "/trends/",
        "/%74rends",
        "/api/v1/devices//",
        "//api/v1/devices",
        "/api//v1/devices",
        "/api/./v1/devices",
        "/api/v1/./devices",
        "/api/v1/x/../devices",
        "/api/v1/devices/.",
        "/api/v1/devices/..",
        "/%61pi/v1/devices",
        "/api/v1/device%73",
        "/api/v1/devices%2f",
        "/api%2fv1/devices",
        "/API/v1/devices",
        "/api/v1/devices;a=b",
        "/api/v1/devices%00",
        "/api/v1/devices.",
        "/api/v1/devicesx",
        "/api/v1/devices/x",
        "/api/v1/commands/",
        "/api/v1/commands/command-1/",
        "/api/v1/commands/a.b",
        "/api/v1/commands/a%2fb",
        "/api/v1/commands/%61",
        "/api/v1/commands/a~",
        "/api/v1/commands/*",
        "/api/v1/commands/\u00e4",
        "/api/v1/captures",
        "/api/v1/captures/",
        "/api/v1/captures/boiler/",
        "/api/v1/captures/boi%6cer",
        "/api/openapi.json/",
        "/api/openapixjson",
        "/health",
        "/health/",
        "/health/live/",
        "/healthy",
        "/ws",
        "/ws/v1/",
        "/ws/v1/x",
        "/ws/%761",
        "//ws/v1",
        "/app/ma%69n.js",
        "/app/main.js/"
      })
  void knowsNoOtherSpelling(String path) throws Exception {
    for (String method : new String[] {"GET", "HEAD", "POST", "OPTIONS", "BREW"}) {
      RawHttp.Answer answer = ask(method, path);
      assertEquals(404, answer.status(), method);
      assertEquals("application/problem+json", answer.header("content-type"));
    }
    assertEquals("https://ferrule.dev/problems/not-found", json(get(path)).path("type").asText());
  }

  @Test
  void knowsNoLongAddress() throws Exception {
    assertEquals(404, get("/" + "a/".repeat(3_900)).status());
    assertEquals(404, get("/" + "a/".repeat(3_900) + "a").status());
    assertEquals(404, get("/" + "a".repeat(7_900)).status());
    assertEquals(404, get("/app/" + "a".repeat(300) + ".js").status());
  }

  @ParameterizedTest
  @CsvSource({
    "http://HOST/api/v1/devices, 200",
    "http://evil.example/health/live, 200",
    "http://HOST/, 200",
    "http://HOST/api/v1/devices?all=1, 400",
    "http://HOST/api/v1/devices/, 404",
    "http://HOST//api/v1/devices, 404",
    "http://HOST, 200"
  })
  void takesAnAbsoluteAddressForItsPath(String address, int status) throws Exception {
    String name = "localhost:" + server.port();
    assertEquals(status, get(address.replace("HOST", name)).status());
    assertEquals(421, get(address.replace("HOST", name), "Host: evil.example").status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/                      | GET, HEAD",
        "/trends                | GET, HEAD",
        "/app/main.js           | GET, HEAD",
        "/api/v1/devices        | GET, HEAD",
        "/api/v1/devices?all=1  | GET, HEAD",
        "/api/v1/commands/a     | GET, HEAD",
        "/api/v1/captures/boiler | GET, HEAD",
        "/api/openapi.json      | GET, HEAD",
        "/health/live           | GET, HEAD",
        "/ws/v1                 | GET, HEAD",
        "/api/v1/commands       | POST"
      })
  void namesTheMethodsOfEachAddress(String path, String allowed) throws Exception {
    for (String method : new String[] {"PUT", "DELETE", "OPTIONS", "TRACE", "BREW", "get"}) {
      assertNotAllowed(method, path, allowed);
    }
    assertNotAllowed(allowed.equals("POST") ? "GET" : "POST", path, allowed);
  }

  private void assertNotAllowed(String method, String path, String allowed) throws IOException {
    RawHttp.Answer answer = ask(method, path);
    assertEquals(405, answer.status(), method);
    assertEquals(allowed, answer.header("allow"));
    assertEquals("no-store", answer.header("cache-control"));
    assertEquals(method + " is not possible here.", json(answer).path("detail").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/devices",
        "/api/v1/commands/a",
        "/api/v1/captures/boiler",
        "/api/openapi.json",
        "/health/ready",
        "/app/main.js"
      })
  void answersHeadAsGet(String path) throws Exception {
    RawHttp.Answer get = get(path);
    RawHttp.Answer head = ask("HEAD", path);
    assertEquals(get.status(), head.status());
    assertEquals(get.headers(), head.headers());
    assertEquals("", head.body());
  }

  @Test
  void doesNotBelieveWhatAProxyMightSay() throws Exception {
    RawHttp.Answer answer =
        get(
            "/health/live",
            "X-Forwarded-Host: evil.example",
            "Forwarded: host=evil.example;proto=https",
            "X-HTTP-Method-Override: POST");
    assertEquals(200, answer.status());
    assertEquals("{\"status\":\"ok\"}", answer.body());
  }
}
