import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Lays out what a Debian package of Ferrule holds, as {@code root.tar} and {@code control/}, which
 * jdeb makes a package of. The same input gives the same bytes.
 *
 * <p>Run by the build (profile deb), in {@code gateway}: {@code java src/deb/Stage.java amd64|arm64
 * DISTRIBUTION OUTPUT [JMODS]}. Without JMODS the runtime is linked from the JDK that runs this, or
 * for another processor from Debian's modules, which {@code src/deb/fetch-jmods} gets.
 */
final class Stage {

  /** One processor: Debian's name, Java's, and how libraries name it. */
  enum Processor {
    AMD64("amd64", "x86_64"),
    ARM64("aarch64", "aarch_64", "aarch64", "armv8_64");

    final String java;
    final List<String> names;

    Processor(String java, String... names) {
      this.java = java;
      this.names = List.of(names);
    }

    String debian() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Libraries could use them, for beans and for processing annotations; nobody asks them to. */
  private static final List<String> NOT_NEEDED = List.of("java.desktop", "java.compiler");

  /** What no class names: jars as file systems, figures of memory and processor. */
  private static final List<String> BY_NAME = List.of("jdk.zipfs", "jdk.management");

  private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib|a)");
  private static final Pattern GLIBC = Pattern.compile("GLIBC_2\\.(\\d+)");
  private static final Map<String, String> LIBRARIES =
      Map.of("libz.so.1", "zlib1g", "libstdc++.so.6", "libstdc++6", "libgcc_s.so.1", "libgcc-s1");

  private final Processor processor;
  private final Path distribution;
  private final Path output;
  private final Path root;

  private Stage(Processor processor, Path distribution, Path output) {
    this.processor = processor;
    this.distribution = distribution;
    this.output = output;
    this.root = output.resolve("root");
  }

  static void main(String[] args) throws IOException, InterruptedException {
    var processor = Processor.valueOf(args[0].toUpperCase(Locale.ROOT));
    var stage = new Stage(processor, Path.of(args[1]), Path.of(args[2]));
    deleteTree(stage.output);
    Files.createDirectories(stage.root);
    stage.program();
    stage.runtime(args.length > 3 && !args[3].isBlank() ? args[3] : "");
    stage.system();
    stage.documents();
    stage.control();
    run(
        List.of(
            "tar",
            "--create",
            "--file=" + stage.output.resolve("root.tar"),
            "--format=gnu",
            "--sort=name",
            "--owner=root:0",
            "--group=root:0",
            "--mtime=@0",
            "--numeric-owner",
            "--directory=" + stage.root,
            "."));
  }

  /** The distribution, with natives of this processor only. */
  private void program() throws IOException {
    Path program = Files.createDirectories(root.resolve("usr/lib/ferrule"));
    copyTree(distribution.resolve("lib"), program.resolve("lib"), this::isWanted);
    try (var jars = Files.newDirectoryStream(program.resolve("lib"), "*.jar")) {
      for (Path jar : jars) {
        leaveOutNatives(jar);
      }
    }
    copy(distribution.resolve("bin/ferrule"), program.resolve("bin/ferrule"), "rwxr-xr-x");
    Path bin = Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(bin.resolve("ferrule"), Path.of("../lib/ferrule/bin/ferrule"));
  }

  private boolean isWanted(Path file) {
    String name = file.toString();
    return !name.endsWith(".aot")
        && (!NATIVE.matcher(name).matches() || processor.names.stream().anyMatch(name::contains));
  }

  /** Writes a jar anew without natives, all of which lie beside the program, if it has any. */
  private static void leaveOutNatives(Path jar) throws IOException {
    Path smaller = jar.resolveSibling(jar.getFileName() + ".new");
    try (var from = new ZipFile(jar.toFile())) {
      if (from.stream().noneMatch(entry -> NATIVE.matcher(entry.getName()).matches())) {
        return;
      }
      try (var to = new ZipOutputStream(Files.newOutputStream(smaller))) {
        for (Enumeration<? extends ZipEntry> all = from.entries(); all.hasMoreElements(); ) {
          ZipEntry entry = all.nextElement();
          if (!NATIVE.matcher(entry.getName()).matches()) {
            var copy = new ZipEntry(entry.getName());
            copy.setTimeLocal(entry.getTimeLocal());
            to.putNextEntry(copy);
            to.write(from.getInputStream(entry).readAllBytes());
          }
        }
      }
    }
    Files.move(smaller, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private void runtime(String named) throws IOException, InterruptedException {
    Path runtime = root.resolve("usr/lib/ferrule/runtime");
    var options =
        new ArrayList<>(
            List.of(
                // Not compressed: xz does that better in the package, and classes load faster.
                "--compress=zip-0",
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--add-modules=" + String.join(",", modules()),
                "--output=" + runtime));
    if (!named.isEmpty()) {
      options.add("--module-path=" + named);
    } else if (!System.getProperty("os.arch").equals(processor.java)) {
      String fetched = run(List.of("sh", "src/deb/fetch-jmods", processor.debian()));
      options.add("--module-path=" + fetched.strip());
    }
    tool("jlink", options);
    try (var files = Files.walk(runtime)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        boolean runs = file.startsWith(runtime.resolve("bin")) || isProgram(file);
        mode(file, runs ? "rwxr-xr-x" : "rw-r--r--");
      }
    }
  }

  private static boolean isProgram(Path file) {
    return List.of("jspawnhelper", "jexec").contains(file.getFileName().toString());
  }

  /** What the classes of all jars need, by jdeps, and what none of them names. */
  private TreeSet<String> modules() throws IOException {
    Path classes = Files.createDirectories(output.resolve("classes"));
    try (var jars = Files.newDirectoryStream(distribution.resolve("lib"), "*.jar")) {
      for (Path jar : jars) {
        unpackClasses(jar, classes);
      }
    }
    String found =
        tool(
            "jdeps",
            List.of(
                "--multi-release=base", "--ignore-missing-deps", "-summary", classes.toString()));
    deleteTree(classes);
    var modules = new TreeSet<>(BY_NAME);
    found.lines().map(line -> line.replaceFirst(".* -> ", "").strip()).forEach(modules::add);
    modules.remove("not found");
    NOT_NEEDED.forEach(modules::remove);
    return modules;
  }

  /** Without module descriptors, by which jdeps would insist on modules that are left out. */
  private static void unpackClasses(Path jar, Path to) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().<ZipEntry>map(e -> e)::iterator) {
        String name = entry.getName();
        if (name.endsWith(".class")
            && !name.endsWith("module-info.class")
            && !name.startsWith("META-INF/")) {
          Path file = to.resolve(name);
          Files.createDirectories(file.getParent());
          Files.copy(zip.getInputStream(entry), file, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** What the operating system reads. */
  private void system() throws IOException, InterruptedException {
    Path config = distribution.resolve("config");
    copy(
        config.resolve("systemd/ferrule.service"),
        root.resolve("usr/lib/systemd/system/ferrule.service"),
        "rw-r--r--");
    copy(
        config.resolve("udev/60-ferrule.rules"),
        root.resolve("usr/lib/udev/rules.d/60-ferrule.rules"),
        "rw-r--r--");
    copy(config.resolve("ferrule.yaml"), root.resolve("etc/ferrule/ferrule.yaml"), "rw-r--r--");
    copy(
        config.resolve("ferrule.schema.json"),
        root.resolve("usr/share/ferrule/ferrule.schema.json"),
        "rw-r--r--");
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    String jar = distribution.resolve("lib/ferrule.jar").toString();
    write(
        "usr/share/bash-completion/completions/ferrule",
        run(List.of(java, "-jar", jar, "generate-completion")));
    compress(Path.of("src/deb/ferrule.1"), "usr/share/man/man1/ferrule.1.gz");
  }

  private void documents() throws IOException {
    Path documents = Files.createDirectories(root.resolve("usr/share/doc/ferrule"));
    copy(Path.of("src/deb/copyright"), documents.resolve("copyright"), "rw-r--r--");
    for (String name : List.of("LICENSE", "THIRD-PARTY.md", "ferrule.cdx.json")) {
      Path file = distribution.resolve(name);
      // An offline build has no bill of materials.
      if (Files.exists(file) || !name.endsWith(".json")) {
        copy(file, documents.resolve(name), "rw-r--r--");
      }
    }
    compress(Path.of("../CHANGELOG.md"), "usr/share/doc/ferrule/changelog.gz");
    copyTree(distribution.resolve("licenses"), documents.resolve("licenses"), file -> true);
    for (String name : List.of("examples", "scenarios")) {
      Path from = distribution.resolve("config").resolve(name);
      copyTree(from, documents.resolve("examples").resolve(name), file -> true);
    }
  }

  private void control() throws IOException {
    Path control = Files.createDirectories(output.resolve("control"));
    copyTree(Path.of("src/deb/control"), control, file -> true);
    Path main = control.resolve("control");
    Files.writeString(
        main,
        Files.readString(main)
            .replace("@architecture@", processor.debian())
            .replace("@libraries@", String.join(", ", libraries())));
  }

  /** What the runtime is linked against, as Debian's packages. */
  private TreeSet<String> libraries() throws IOException {
    int glibc = 17;
    var packages = new TreeSet<String>();
    try (var files = Files.walk(root.resolve("usr/lib/ferrule/runtime"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (file.endsWith("modules")) {
          continue;
        }
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (MatchResult use : (Iterable<MatchResult>) GLIBC.matcher(bytes).results()::iterator) {
          glibc = Math.max(glibc, Integer.parseInt(use.group(1)));
        }
        LIBRARIES.forEach(
            (library, name) -> {
              if (bytes.contains("\0" + library + "\0")) {
                packages.add(name);
              }
            });
      }
    }
    packages.add("libc6 (>= 2." + glibc + ")");
    return packages;
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void compress(Path from, String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      Files.copy(from, out);
    }
  }

  private static void copy(Path from, Path to, String mode) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
    mode(to, mode);
  }

  private static void copyTree(Path from, Path to, Predicate<Path> wanted) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (wanted.test(from.relativize(file))) {
          copy(file, to.resolve(from.relativize(file).toString()), "rw-r--r--");
        }
      }
    }
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes of) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failed)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Runs a tool of this JDK in this process; what it printed. */
  private static String tool(String name, List<String> options) {
    var printed = new ByteArrayOutputStream();
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int status =
        ToolProvider.findFirst(name).orElseThrow().run(out, out, options.toArray(String[]::new));
    String text = printed.toString(StandardCharsets.UTF_8);
    if (status != 0) {
      throw new IllegalStateException(name + " " + options + ": " + text);
    }
    return text;
  }

  /** Runs a program; what it printed. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new UncheckedIOException(new IOException(command + " failed: " + printed));
    }
    return printed;
  }
}
