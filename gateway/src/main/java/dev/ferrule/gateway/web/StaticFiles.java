package dev.ferrule.gateway.web;

import dev.ferrule.gateway.web.api.Answers;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard and its libraries, out of the class path.
 *
 * <p>Three roots are all there is: the dashboard, the client libraries, and the WebJars by name.
 * Only paths of plain names come here, so that no spelling leads out of a root; each file is read
 * once and kept. Owner: one event loop.
 */
final class StaticFiles implements Handler<RoutingContext> {

  private static final String DASHBOARD = "dashboard/";
  private static final String CLIENT = "dev/ferrule/protocol/client/";

  /** Addresses that are pages of the dashboard: it looks at them by itself. */
  private static final Set<String> PAGES =
      Set.of("/", "/device", "/trends", "/events", "/system", "/settings");

  /** Pages that have a device's id below them, perhaps with its site. */
  private static final Pattern BELOW = Pattern.compile("/device(?:/[^/]+){1,2}");

  /** What the addresses in the page are relative to; of a page below another it is further up. */
  private static final String HERE = "<base href=\"./\">";

  /** Libraries by their place below {@code /lib/}: the WebJar that holds them. */
  private static final List<String> LIBRARIES =
      List.of("lit", "lit-html", "lit-element", "lit__reactive-element", "uplot");

  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script\\s+type=\"importmap\"[^>]*>(.*?)</script>", Pattern.DOTALL);
  private static final int LONGEST = 200;
  private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final ClassLoader classes;
  private final Map<String, String> roots = new HashMap<>();
  private final Map<String, Optional<StaticFile>> read = new HashMap<>();
  private final Map<String, String> versions = new HashMap<>();

  /** The page, for addresses that are so many steps below the first. */
  private final List<StaticFile> indexes;

  private final String scriptHashes;
  private final String base;

  /** Files of a class loader; their addresses begin with {@code base}. */
  StaticFiles(ClassLoader classes, String base) {
    this.classes = classes;
    this.base = base;
    roots.put("/app/", DASHBOARD);
    roots.put("/client/", CLIENT);
    for (String library : LIBRARIES) {
      version(library)
          .ifPresent(
              version -> {
                String root = "META-INF/resources/webjars/" + library + "/" + version + "/";
                roots.put("/lib/" + library + "/", root);
                versions.put("/lib/" + library + "/", version + "/");
              });
    }
    StaticFile index = load(DASHBOARD + "index.html").orElseGet(StaticFiles::noDashboard);
    String text = index.content().toString(StandardCharsets.UTF_8);
    this.indexes =
        List.of("./", "../", "../../").stream()
            .map(up -> text.replace(HERE, HERE.replace("./", up)))
            .map(page -> StaticFile.of("index.html", page.getBytes(StandardCharsets.UTF_8)))
            .toList();
    Matcher map = IMPORT_MAP.matcher(text);
    StringBuilder hashes = new StringBuilder();
    while (map.find()) {
      hashes.append(' ').append(StaticFile.cspHash(map.group(1)));
    }
    this.scriptHashes = hashes.toString();
  }

  private static StaticFile noDashboard() {
    String page = "<!doctype html><title>Ferrule</title><p>This build has no dashboard.";
    return StaticFile.of("index.html", page.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Hashes of the inline scripts that index.html needs, each after a space; for the policy header.
   */
  String scriptHashes() {
    return scriptHashes;
  }

  /** Answers the request if its path is one of a page or a file; else leaves it to the next. */
  @Override
  public void handle(RoutingContext context) {
    Optional<Found> found = find(context.normalizedPath().substring(base.length()));
    if (found.isEmpty()) {
      context.next();
    } else if (!METHODS.contains(context.request().method())) {
      Answers.methodNotAllowed(context.request(), "GET, HEAD");
    } else {
      answer(context.request(), found.get());
    }
  }

  private static void answer(HttpServerRequest request, Found found) {
    StaticFile file = found.file();
    request
        .response()
        .putHeader(HttpHeaders.ETAG, file.etag())
        .putHeader(
            HttpHeaders.CACHE_CONTROL,
            found.versioned() ? "public, max-age=31536000, immutable" : "no-cache");
    if (file.etag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      request.response().setStatusCode(304).end();
      return;
    }
    request.response().putHeader(HttpHeaders.CONTENT_TYPE, file.type());
    Answers.end(request, 200, file.content());
  }

  /**
   * A file and whether its address names its version, so that it never changes.
   *
   * @param versioned whether it may be kept for ever
   */
  private record Found(StaticFile file, boolean versioned) {}

  /** Whether the dashboard looks at an address by itself. */
  static boolean isPage(String path) {
    return PAGES.contains(path) || BELOW.matcher(path).matches();
  }

  private Optional<Found> find(String path) {
    if (path.length() > LONGEST) {
      return Optional.empty();
    }
    if (isPage(path)) {
      int steps = path.split("/", -1).length - 2;
      return Optional.of(new Found(indexes.get(steps), false));
    }
    for (Map.Entry<String, String> root : roots.entrySet()) {
      String prefix = root.getKey();
      if (path.startsWith(prefix)) {
        String rest = path.substring(prefix.length());
        String version = versions.getOrDefault(prefix, "");
        boolean versioned = !version.isEmpty() && rest.startsWith(version);
        String name = versioned ? rest.substring(version.length()) : rest;
        return file(root.getValue() + name).map(file -> new Found(file, versioned));
      }
    }
    return Optional.empty();
  }

  private Optional<StaticFile> file(String resource) {
    Optional<StaticFile> known = read.get(resource);
    if (known != null) {
      return known;
    }
    Optional<StaticFile> file = load(resource);
    if (file.isPresent()) {
      read.put(resource, file); // what is not there is not remembered: there is no end to it
    }
    return file;
  }

  private Optional<StaticFile> load(String resource) {
    if (StaticFile.type(resource).isEmpty()) {
      return Optional.empty();
    }
    try (@Nullable InputStream in = classes.getResourceAsStream(resource)) {
      return in == null
          ? Optional.empty()
          : Optional.of(StaticFile.of(resource, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource + " from the jar", e);
    }
  }

  private Optional<String> version(String library) {
    String name = "META-INF/maven/org.webjars.npm/" + library + "/pom.properties";
    try (@Nullable InputStream in = classes.getResourceAsStream(name)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.ofNullable(properties.getProperty("version"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
