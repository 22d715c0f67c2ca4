/*
 * A Modbus RTU line of units, served by libmodbus: the peer that knows nothing of this project.
 *
 *   modbus_units LINK UNITS BAUD
 *
 * makes a pseudo-terminal that LINK points to, with the units 1 to UNITS behind it, and takes the time that the frames need at
 * BAUD with 11 bits a character. libmodbus answers for one unit on a line of its own, so it sits behind a second terminal, and is
 * told before each request which unit it is. Register i of unit u holds 100 u + i, input register i 1000 + that; there are 64
 * of each, and 64 coils and discrete inputs, which are on where i + u is odd.
 *
 * Lines on standard input, one answer line each:
 *   dead U | live U    the unit falls silent, answers again
 *   get U I            the holding register
 *   served U           how many requests the unit has answered
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <modbus.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { MOST_UNITS = 247, ENTRIES = 64, FRAME = 256, BITS = 11, GAP_MS = 3, ANSWER_MS = 100 };

static modbus_mapping_t *maps[MOST_UNITS + 1];
static int dead[MOST_UNITS + 1];
static long served[MOST_UNITS + 1];

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

/* A raw pseudo-terminal; its far end is kept open, so that the near one never sees a hang-up. */
static int terminal(char *path, size_t size) {
  int near = posix_openpt(O_RDWR | O_NOCTTY);
  if (near < 0 || grantpt(near) || unlockpt(near) || ptsname_r(near, path, size)) fail("pseudo-terminal");
  int far = open(path, O_RDWR | O_NOCTTY);
  struct termios raw;
  if (far < 0 || tcgetattr(far, &raw)) fail(path);
  cfmakeraw(&raw);
  if (tcsetattr(far, TCSANOW, &raw)) fail(path);
  return near;
}

static void fill(int unit) {
  modbus_mapping_t *map = modbus_mapping_new(ENTRIES, ENTRIES, ENTRIES, ENTRIES);
  if (!map) fail("mapping");
  for (int i = 0; i < ENTRIES; i++) {
    map->tab_registers[i] = (uint16_t)(100 * unit + i);
    map->tab_input_registers[i] = (uint16_t)(1000 + 100 * unit + i);
    map->tab_bits[i] = map->tab_input_bits[i] = (uint8_t)((i + unit) & 1);
  }
  maps[unit] = map;
}

/* Reads what comes until a gap; 0 when nothing came within first_ms. */
static int gather(int fd, uint8_t *bytes, int first_ms) {
  int length = 0;
  struct pollfd wait = {.fd = fd, .events = POLLIN};
  while (length < FRAME && poll(&wait, 1, length ? GAP_MS : first_ms) > 0) {
    ssize_t n = read(fd, bytes + length, (size_t)(FRAME - length));
    if (n <= 0) break;
    length += (int)n;
  }
  return length;
}

static void serve(modbus_t *peer, int host, int inner, int baud) {
  uint8_t bytes[FRAME], query[MODBUS_RTU_MAX_ADU_LENGTH];
  int length = gather(host, bytes, 0);
  int unit = length ? bytes[0] : 0;
  if (!unit || unit > MOST_UNITS || !maps[unit] || dead[unit]) return;
  modbus_set_slave(peer, unit);
  if (write(inner, bytes, (size_t)length) != length) fail("inner line");
  int asked = modbus_receive(peer, query);
  if (asked <= 0 || modbus_reply(peer, query, asked, maps[unit]) < 0) return;
  int answer = gather(inner, bytes, ANSWER_MS);
  usleep((useconds_t)((length + answer) * BITS * 1000000L / baud));
  if (write(host, bytes, (size_t)answer) != answer) fail("line");
  served[unit]++;
}

static void obey(const char *line) {
  int unit = 0, index = 0;
  if (sscanf(line, "dead %d", &unit) == 1 && unit > 0 && unit <= MOST_UNITS) {
    dead[unit] = 1;
    puts("ok");
  } else if (sscanf(line, "live %d", &unit) == 1 && unit > 0 && unit <= MOST_UNITS) {
    dead[unit] = 0;
    puts("ok");
  } else if (sscanf(line, "get %d %d", &unit, &index) == 2 && unit > 0 && unit <= MOST_UNITS && maps[unit] && index >= 0 && index < ENTRIES) {
    printf("%d\n", maps[unit]->tab_registers[index]);
  } else if (sscanf(line, "served %d", &unit) == 1 && unit > 0 && unit <= MOST_UNITS) {
    printf("%ld\n", served[unit]);
  } else {
    puts("what?");
  }
}

int main(int argc, char **argv) {
  char outer_path[64], inner_path[64], line[128];
  int units = argc == 4 ? atoi(argv[2]) : 0;
  int baud = argc == 4 ? atoi(argv[3]) : 0;
  if (units < 1 || units > MOST_UNITS || baud < 300) {
    fprintf(stderr, "usage: modbus_units LINK UNITS BAUD\n");
    return 2;
  }
  for (int unit = 1; unit <= units; unit++) fill(unit);
  int host = terminal(outer_path, sizeof outer_path);
  int inner = terminal(inner_path, sizeof inner_path);
  modbus_t *peer = modbus_new_rtu(inner_path, 115200, 'N', 8, 1);
  if (!peer || modbus_set_slave(peer, 1) || modbus_connect(peer)) fail("libmodbus");
  unlink(argv[1]);
  if (symlink(outer_path, argv[1])) fail(argv[1]);
  setvbuf(stdin, NULL, _IONBF, 0); /* poll must see each line that is left */
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("ready");
  struct pollfd waits[] = {{.fd = host, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
  while (poll(waits, 2, -1) > 0) {
    if (waits[0].revents & POLLIN) serve(peer, host, inner, baud);
    if (waits[1].revents) {
      if (!fgets(line, sizeof line, stdin)) break;
      obey(line);
    }
  }
  unlink(argv[1]);
  return 0;
}
