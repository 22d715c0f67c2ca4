package dev.ferrule.gateway.cli.backup;

import dev.ferrule.gateway.cli.backup.Manifest.Part;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A backup: a ZIP archive of the files, and of a manifest with their lengths and check sums, so
 * that any program can take out what is in it, and this one knows whether it is whole. Stateless.
 */
final class Archive {

  private static final String MANIFEST = "backup.json";
  private static final int LONGEST_MANIFEST = 64 * 1024;
  private static final int CHUNK = 64 * 1024;

  private Archive() {}

  /** Writes a new file, for its owner alone, and has it on the disk. */
  static void write(Path file, String version, long now, Map<String, Path> contents)
      throws IOException {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mine)) {
      var zip = new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
      zip.setLevel(Deflater.BEST_SPEED); // history is packed already
      List<Part> parts = new ArrayList<>();
      for (Map.Entry<String, Path> content : contents.entrySet()) {
        zip.putNextEntry(new ZipEntry(content.getKey()));
        try (InputStream in = Files.newInputStream(content.getValue())) {
          parts.add(copy(content.getKey(), in, zip));
        }
        zip.closeEntry();
      }
      zip.putNextEntry(new ZipEntry(MANIFEST));
      zip.write(new Manifest(version, now, parts).text().getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.finish();
      zip.flush();
      channel.force(true);
    }
  }

  private static Part copy(String name, InputStream from, OutputStream to) throws IOException {
    MessageDigest digest = sha256();
    long bytes = new DigestInputStream(from, digest).transferTo(to);
    return new Part(name, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where the parts of an archive go. */
  interface Sink {
    OutputStream open(String name) throws IOException;
  }

  /** What an archive says is in it. */
  static Manifest manifest(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      return manifest(zip);
    } catch (ZipException e) {
      throw new IOException(Manifest.damaged().getMessage(), e);
    }
  }

  private static Manifest manifest(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(MANIFEST);
    if (entry == null) {
      throw Manifest.damaged();
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Manifest.parse(in.readNBytes(LONGEST_MANIFEST));
    }
  }

  /** Reads all of an archive, and throws where anything is not what was written. */
  static Manifest read(Path file, Sink sink) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      Manifest manifest = manifest(zip);
      for (Part part : manifest.parts()) {
        ZipEntry entry = zip.getEntry(part.name());
        if (entry == null) {
          throw Manifest.damaged();
        }
        try (InputStream in = zip.getInputStream(entry);
            OutputStream out = sink.open(part.name())) {
          read(part, in, out);
        }
      }
      return manifest;
    } catch (ZipException e) {
      throw new IOException(Manifest.damaged().getMessage(), e);
    }
  }

  /** No more than it says: an archive can say that it is a thousand times what it is. */
  private static void read(Part part, InputStream in, OutputStream out) throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK];
    long left = part.bytes();
    int length = in.read(chunk);
    while (length > 0) {
      left -= length;
      if (left < 0) {
        throw Manifest.damaged();
      }
      digest.update(chunk, 0, length);
      out.write(chunk, 0, length);
      length = in.read(chunk);
    }
    if (left != 0 || !HexFormat.of().formatHex(digest.digest()).equals(part.sha256())) {
      throw Manifest.damaged();
    }
  }

  /** Reads all of an archive and keeps nothing. */
  static Manifest check(Path file) throws IOException {
    return read(file, _ -> OutputStream.nullOutputStream());
  }
}
