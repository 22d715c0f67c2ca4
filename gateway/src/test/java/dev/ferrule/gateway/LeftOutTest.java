package dev.ferrule.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.gateway.LeftOut.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOutTest {

  @TempDir Path directory = Path.of("");

  @Test
  void namesClassesThatRanNothing() {
    assertEquals(
        List.of("b.SilentIT ran nothing, and no report says why"),
        LeftOut.of(List.of("a.Test", "b.SilentIT"), Map.of("a.Test", List.of(new Outcome.Ran()))));
  }

  @Test
  void saysOncePerReasonHowManyTestsWereSkipped() {
    Outcome skipped = new Outcome.Skipped("no cc: apt-get install gcc");
    assertEquals(
        List.of("a.CTest, 2 of 3 tests: no cc: apt-get install gcc"),
        LeftOut.of(
            List.of("a.CTest"), Map.of("a.CTest", List.of(skipped, new Outcome.Ran(), skipped))));
  }

  @Test
  void readsReasonsOfAssumptionsAndOfConditions() throws IOException {
    Path report =
        Files.writeString(
            directory.resolve("TEST-x.xml"),
            """
            <testsuite name="x" tests="3">
              <testcase name="a" classname="x"><system-out>said</system-out></testcase>
              <testcase name="b" classname="x">
                <skipped type="org.opentest4j.TestAbortedException"><![CDATA[\
            org.opentest4j.TestAbortedException: Assumption failed: no node
            	at x.b(x.java:1)]]></skipped>
              </testcase>
              <testcase name="c" classname="x"><skipped message="no gpsd"/></testcase>
            </testsuite>
            """);
    assertEquals(
        List.of(new Outcome.Ran(), new Outcome.Skipped("no node"), new Outcome.Skipped("no gpsd")),
        LeftOut.outcomes(report));
  }

  @Test
  void findsTestsOfAnyKindOwnAndInheritedAndNested() throws IOException {
    Files.writeString(
        directory.resolve("A.java"),
        """
        package p;
        abstract class A {
          @Test void one() {}
          static class Fake {}
        }
        class BTest extends A {
          @Nested class Inner { @ParameterizedTest void two(int i) {} }
        }
        class CheckedByNobody { @ArchTest static final ArchRule RULE = null; }
        class NoTests { void three() {} }
        interface Contract { @Test default void four() {} }
        class D implements Contract {}
        """);
    assertEquals(
        List.of("p.BTest", "p.BTest$Inner", "p.CheckedByNobody", "p.D"),
        TestClasses.below(directory));
  }
}
