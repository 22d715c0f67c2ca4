package dev.ferrule.gateway.device.serial.ports;

/** How a configuration names a port; {@code toString} is how people write it. */
public sealed interface PortName permits PortPath, UsbMatch {}
