package dev.ferrule.gateway.config;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.security.AddressRange;
import dev.ferrule.gateway.web.HttpSettings;
import dev.ferrule.gateway.web.Transport;
import dev.ferrule.gateway.web.tls.TlsMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Makes the settings of the HTTP server, and tells which key makes them unsafe. */
final class HttpReader {

  private HttpReader() {}

  /** The settings; null when something is wrong with them, which the section's problems tell. */
  static @Nullable HttpSettings read(Section section, int loops) {
    HttpSettings usual = HttpSettings.DEFAULT;
    String host = section.text("host").orElse(usual.host());
    int port = section.integer("port", usual.port());
    boolean isLocal = HttpSettings.isLoopback(host);
    List<String> urls = section.texts("public_urls");
    // Each alone first, so that a complaint points at what it is about.
    for (String url : urls) {
      section.make(
          "public_urls", () -> new HttpSettings(usual.host(), port, usual.loops(), List.of(url)));
    }
    List<AddressRange> proxies = proxies(section);
    Transport transport = transport(section, isLocal, proxies);
    if (transport == null) {
      return null;
    }
    boolean login =
        section.text("login").map("required"::equals).orElse(!isLocal || !proxies.isEmpty());
    String cause = !isLocal && !login ? "login" : section.has("tls") ? "tls" : "host";
    section.make(
        cause, () -> new HttpSettings(host, port, usual.loops(), List.of(), login, transport));
    return section.make(() -> new HttpSettings(host, port, loops, urls, login, transport));
  }

  private static @Nullable Transport transport(
      Section section, boolean isLocal, List<AddressRange> proxies) {
    TlsMode tls = tls(section, isLocal || !proxies.isEmpty());
    String base = section.text("base_path").orElse("");
    boolean plain = section.flag("accept_plain_http", false);
    OptionalInt redirect =
        section.has("redirect_port")
            ? OptionalInt.of(section.integer("redirect_port", 0))
            : OptionalInt.empty();
    return section.make("redirect_port", () -> new Transport(tls, base, proxies, plain, redirect));
  }

  /** Off where nobody else comes in, or proxies encrypt. */
  private static TlsMode tls(Section section, boolean isOffUnsaid) {
    Section files = section.section("tls");
    if (files.has("certificate")) {
      return new TlsMode.Files(
          Path.of(files.text("certificate").orElse("/")), Path.of(files.text("key").orElse("/")));
    }
    return section.text("tls").map("off"::equals).orElse(isOffUnsaid)
        ? new TlsMode.Off()
        : new TlsMode.Auto();
  }

  private static List<AddressRange> proxies(Section section) {
    List<AddressRange> proxies = new ArrayList<>();
    for (String text : section.texts("trusted_proxies")) {
      AddressRange range = section.make("trusted_proxies", () -> AddressRange.parse(text));
      if (range != null) {
        proxies.add(range);
      }
    }
    return proxies;
  }
}
