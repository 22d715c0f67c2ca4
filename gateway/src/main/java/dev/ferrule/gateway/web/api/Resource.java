package dev.ferrule.gateway.web.api;

import io.vertx.ext.web.Router;

/** What is at one path of the interface and below it. */
public interface Resource {

  /** The path, without a slash at its end. */
  String path();

  /** Adds its addresses to a router of its own, which is mounted at the path. */
  void addTo(Router router);
}
