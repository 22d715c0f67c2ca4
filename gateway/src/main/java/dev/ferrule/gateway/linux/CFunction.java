package dev.ferrule.gateway.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Finds functions of the C library: the one way into it. Stateless; any thread. */
final class CFunction {

  /** {@code int ioctl(int fd, unsigned long request, ...)} with one pointer behind. */
  static final FunctionDescriptor IOCTL =
      FunctionDescriptor.of(
          ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);

  private CFunction() {}

  /**
   * A function that tells nothing but its result.
   *
   * @param fixed parameters before the variadic ones
   */
  static MethodHandle plain(String name, FunctionDescriptor descriptor, int fixed) {
    return link(name, descriptor, variadic(descriptor, fixed));
  }

  /**
   * A function whose handle takes a place for errno as its first argument.
   *
   * @param fixed parameters before the variadic ones
   */
  static MethodHandle withErrno(String name, FunctionDescriptor descriptor, int fixed) {
    Linker.Option errno = Linker.Option.captureCallState("errno");
    Linker.Option[] variadic = variadic(descriptor, fixed);
    return variadic.length == 0
        ? link(name, descriptor, errno)
        : link(name, descriptor, errno, variadic[0]);
  }

  private static Linker.Option[] variadic(FunctionDescriptor descriptor, int fixed) {
    return fixed < descriptor.argumentLayouts().size()
        ? new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)}
        : new Linker.Option[0];
  }

  @SuppressWarnings("restricted") // calling the C library is what this package is for
  private static MethodHandle link(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
  }
}
