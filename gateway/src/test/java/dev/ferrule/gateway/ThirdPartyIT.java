package dev.ferrule.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the distribution says of the works of others in it. */
class ThirdPartyIT {

  private static final Path DISTRIBUTION = Path.of("target/ferrule").toAbsolutePath();
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([A-Za-z0-9._-]+) \\| [A-Z][^|]*\\| (\\S+) \\|(.*)\\|$");
  private static final Pattern TEXT = Pattern.compile("licenses/[A-Za-z0-9.-]+[a-z]");
  private static final Set<String> OWN =
      Set.of("ferrule", "firmware-protocol-0.1.0-SNAPSHOT", "device-sim-0.1.0-SNAPSHOT");

  @Test
  void namesTheLicenceOfEveryJarAndNoOther() throws IOException {
    Matcher rows = ROW.matcher(Files.readString(DISTRIBUTION.resolve("THIRD-PARTY.md")));

    assertEquals(
        jars(), rows.results().map(r -> r.group(1)).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void hasEveryTextThatItNames() throws IOException {
    String notices = Files.readString(DISTRIBUTION.resolve("THIRD-PARTY.md"));
    Set<String> named =
        TEXT.matcher(notices).results().map(r -> r.group()).collect(Collectors.toSet());

    try (var texts = Files.list(DISTRIBUTION.resolve("licenses"))) {
      assertEquals(
          named, texts.map(t -> "licenses/" + t.getFileName()).collect(Collectors.toSet()));
    }
  }

  @Test
  void listsEveryJarWithVersionAndCheckSumAndNothingOfThisBuild() throws IOException {
    Path file = DISTRIBUTION.resolve("ferrule.cdx.json");
    assumeTrue(Files.exists(file), "Maven was offline (-o), where it makes no bill of materials");
    JsonNode bom = new ObjectMapper().readTree(file.toFile());
    Set<String> listed = new TreeSet<>();
    for (JsonNode component : bom.path("components")) {
      listed.add(component.path("name").asText());
      assertTrue(component.path("version").isTextual(), component::toString);
      assertTrue(component.path("hashes").size() > 0, component::toString);
    }

    assertTrue(listed.containsAll(jars()), () -> "not all of " + listed);
    assertTrue(bom.path("serialNumber").isMissingNode());
  }

  @Test
  void hasNoJarThatNothingNeeds() throws IOException {
    for (String needless : Set.of("http3", "socks", "proxy", "dns", "tcnative")) {
      assertTrue(jars().stream().noneMatch(jar -> jar.contains(needless)), needless);
    }
  }

  private static Set<String> jars() throws IOException {
    TreeSet<String> jars = new TreeSet<>(Set.of("netty-transport-native-epoll"));
    try (var all = Files.list(DISTRIBUTION.resolve("lib"))) {
      all.map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .map(name -> name.replace(".jar", ""))
          .filter(name -> !OWN.contains(name))
          .map(name -> name.replaceFirst("-[0-9].*", ""))
          .forEach(jars::add);
    }
    return jars;
  }
}
