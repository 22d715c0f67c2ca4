package dev.ferrule.sim.scenario.yaml;

import java.util.List;
import java.util.Map;

/** A piece of YAML with its place in the text. Lines and columns count from 1. */
public sealed interface Node {

  int line();

  int column();

  /** A value as it was written, without quotes; empty when nothing stands there. */
  record Scalar(int line, int column, String text) implements Node {}

  /** A list. */
  record Sequence(int line, int column, List<Node> items) implements Node {}

  /** Keys with values, in the order of the text. */
  record Mapping(int line, int column, Map<String, Node> entries) implements Node {}
}
