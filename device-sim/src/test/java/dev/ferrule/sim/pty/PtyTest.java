package dev.ferrule.sim.pty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.protocol.program.UnusableFile;
import dev.ferrule.sim.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PtyTest {

  @Test
  void carriesEveryByteUnchangedBothWays() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    try (Pty pty = Pty.open();
        Terminal host = Terminal.open(pty.path())) {
      assertEquals(256, pty.write(all, 0, 256));
      assertArrayEquals(all, host.read(256));
      host.write(all);
      assertArrayEquals(all, readFully(pty, 256));
    }
  }

  @Test
  void tellsThatNobodyHasItOpen() {
    try (Pty pty = Pty.open()) {
      assertEquals(Pty.HUNG_UP, pty.read(new byte[16]));
      Terminal host = Terminal.open(pty.path());
      assertEquals(0, pty.read(new byte[16]));
      host.close();
      assertEquals(Pty.HUNG_UP, pty.read(new byte[16]));
    }
  }

  /**
   * The kernel moves bytes on in its own time, so a full terminal may have room again a moment
   * later.
   */
  @Test
  void losesWhatNobodyReadsInsteadOfWaiting() {
    byte[] piece = new byte[100];
    int offered = 0;
    int taken = 0;
    try (Pty pty = Pty.open();
        Terminal _ = Terminal.open(pty.path())) {
      for (; offered < 1_000_000; offered += piece.length) {
        taken += pty.write(piece, 0, piece.length);
      }
    }
    assertTrue(taken > 0, "nothing was taken");
    assertTrue(taken < offered / 2, taken + " bytes were taken that nobody read");
  }

  @Test
  void keepsNothingForTheNextWhoOpensIt() {
    try (Pty pty = Pty.open()) {
      Terminal.open(pty.path()).close();
      try (Terminal first = Terminal.open(pty.path())) {
        pty.write("old".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 3);
        assertEquals('o', first.read(1)[0]);
      }
      pty.discardUnread();
      try (Terminal second = Terminal.open(pty.path())) {
        pty.write(new byte[] {'n'}, 0, 1);
        assertEquals('n', second.read(1)[0]);
      }
    }
  }

  @Test
  void endsForWhoeverHasItOpen() {
    Pty pty = Pty.open();
    try (Terminal host = Terminal.open(pty.path())) {
      pty.close();
      host.awaitEnd();
    }
    assertThrows(PtyException.class, () -> pty.read(new byte[1]));
  }

  @Test
  void linkNamesTheNewestAndLeavesNothing(@TempDir Path directory) throws IOException {
    var link = new StableLink(directory.resolve("board"));
    Path first = Path.of("/dev/pts/first");
    Path second = Path.of("/dev/pts/second");
    link.pointTo(first);
    link.pointTo(second);
    assertEquals(second, Files.readSymbolicLink(link.path()));
    link.removeFrom(first);
    assertTrue(Files.isSymbolicLink(link.path()), "the link of another stays");
    link.removeFrom(second);
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void linkReplacesNoFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("board"), "precious");
    var link = new StableLink(file);
    assertThrows(UnusableFile.class, () -> link.pointTo(Path.of("/dev/null")));
    assertEquals("precious", Files.readString(file));
  }

  @Test
  void pollerWaitsForBytesAndForWakes() {
    try (Poller poller = new Poller();
        Pty pty = Pty.open();
        Terminal host = Terminal.open(pty.path())) {
      int line = poller.add(pty);
      poller.await(0);
      assertFalse(poller.isReadable(line));
      assertFalse(poller.isHungUp(line));
      host.write("x");
      poller.clear();
      line = poller.add(pty);
      poller.await(Long.MAX_VALUE);
      assertTrue(poller.isReadable(line));
      assertEquals(1, pty.read(new byte[16]));
      poller.wake();
      poller.clear();
      line = poller.add(pty);
      poller.await(Long.MAX_VALUE);
      assertFalse(poller.isReadable(line));
    }
  }

  private static byte[] readFully(Pty pty, int length) {
    byte[] all = new byte[0];
    byte[] part = new byte[Pty.CHUNK];
    while (all.length < length) {
      int n = pty.read(part);
      assertTrue(n >= 0, "nobody has it open");
      int before = all.length;
      all = Arrays.copyOf(all, before + n);
      System.arraycopy(part, 0, all, before, n);
      Thread.onSpinWait();
    }
    return all;
  }
}
