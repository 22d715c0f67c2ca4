/*
 * A board without a board: runs an AVR firmware in simavr, in real time, with its UART on a pseudo-terminal.
 *
 *     avr_board FIRMWARE.elf LINK [MCU HZ]         default atmega328p 16000000
 *
 * LINK becomes a symbolic link to the terminal and is removed at the end. Prints "ready TERMINAL" when it runs, then one
 * line for each line of standard input; ends at "quit", at the end of standard input, and on SIGTERM.
 *
 *     get PIN        "ok out 1", "ok in 0"; PIN is D0 to D13 or A0 to A5, or of a port: B0 to C7
 *     peek ADDRESS   "ok 128": a byte of data memory (registers of timers, say); ADDRESS is hexadecimal
 *     adc CH MV      sets an analog input; "ok"
 *     reset          as the reset button does; "ok"
 *     freeze MS      the chip stands still that long while time goes on; "ok" when it runs again
 *     stats          "ok seconds=... received=... sent=... unheard=... overrun=... resets=... behind_ms=... ram=..."
 *                    ram: bytes of RAM that the firmware has ever written, its stack included
 *     quit           "ok"
 *
 * What is not the chip's own behavior in simavr 1.6 is made so here: a byte of 8N1 takes 10 bit times and not 11, the
 * UART keeps 2 bytes and one in its shift register and not 64, and nothing runs faster than real time.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "avr_adc.h"
#include "avr_ioport.h"
#include "avr_uart.h"
#include "sim_avr.h"
#include "sim_elf.h"

DEFINE_FIFO(uint16_t, uart_fifo);

enum { SLICE_US = 500, SUPPLY_MV = 5000, UART_DEPTH = 3, QUEUE = 8192, RAM_START = 0x100, UNTOUCHED = 0xA5 };

struct queue {
    uint8_t bytes[QUEUE];
    unsigned head, tail;
};

static avr_t *avr;
static avr_uart_t *uart;
static int terminal = -1;
static const char *link_path;
static struct queue to_chip, from_chip;
static bool heard, feeding;               /* somebody has the terminal open; the timer of feed() runs */
static double started_at;                 /* wall time of cycle 0 */
static unsigned long received, sent, unheard, overrun, resets;
static double behind;
static volatile sig_atomic_t stopped;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void answer(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
}

/* ---- terminal ---- */

static void open_terminal(void) {
    char name[64];
    terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0 ||
        ptsname_r(terminal, name, sizeof name) != 0) {
        die("pseudo-terminal");
    }
    /* Raw from the start, whoever opens it. Closed again, so that POLLHUP tells when nobody has it open. */
    const int slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios settings;
    if (slave < 0 || tcgetattr(slave, &settings) != 0) {
        die(name);
    }
    cfmakeraw(&settings);
    tcsetattr(slave, TCSANOW, &settings);
    close(slave);
    unlink(link_path);
    if (symlink(name, link_path) != 0) {
        die(link_path);
    }
    answer("ready %s", name);
}

static void exchange_with_terminal(void) {
    struct pollfd state = {terminal, POLLIN, 0};
    poll(&state, 1, 0);
    heard = (state.revents & POLLHUP) == 0;
    if (!heard) {
        from_chip.tail = from_chip.head;
    }
    if ((state.revents & POLLIN) != 0 && to_chip.head - to_chip.tail < 512) {
        uint8_t bytes[256];
        const ssize_t count = read(terminal, bytes, sizeof bytes);
        for (ssize_t i = 0; i < count; i++) {
            to_chip.bytes[to_chip.head++ % QUEUE] = bytes[i];
        }
    }
    while (heard && from_chip.tail != from_chip.head) {
        if (write(terminal, &from_chip.bytes[from_chip.tail % QUEUE], 1) != 1) {
            break;
        }
        from_chip.tail++;
    }
}

/* ---- UART ---- */

static void correct_byte_time(void) {
    const int divisor = (avr_regbit_get(avr, uart->ubrrl) | avr_regbit_get(avr, uart->ubrrh) << 8) + 1;
    uart->cycles_per_byte = (avr_cycle_count_t)(10 * divisor * (avr_regbit_get(avr, uart->u2x) ? 8 : 16));
}

static void on_sent(avr_irq_t *irq, uint32_t value, void *context) {
    (void)irq;
    (void)context;
    sent++;
    correct_byte_time();
    if (!heard || from_chip.head - from_chip.tail == QUEUE) {
        unheard++;
        return;
    }
    from_chip.bytes[from_chip.head++ % QUEUE] = (uint8_t)value;
}

/* One byte to the chip each byte time. */
static avr_cycle_count_t feed(avr_t *chip, avr_cycle_count_t when, void *context) {
    (void)context;
    if (to_chip.head == to_chip.tail) {
        feeding = false;
        return 0;
    }
    const uint8_t byte = to_chip.bytes[to_chip.tail++ % QUEUE];
    received++;
    if (uart_fifo_get_read_size(&uart->input) >= UART_DEPTH) {
        overrun++;
        avr_regbit_setto(chip, uart->dor, 1);
    } else if (avr_regbit_get(chip, uart->rxen)) {
        avr_raise_irq(uart->io.irq + UART_IRQ_INPUT, byte);
    }
    return when + uart->cycles_per_byte;
}

/* ---- chip ---- */

static void no_sleep(avr_t *chip, avr_cycle_count_t cycles) {
    (void)chip;
    (void)cycles; /* run_slice() waits */
}

/* Ends a sleep of the chip at least once a slice. */
static avr_cycle_count_t wake(avr_t *chip, avr_cycle_count_t when, void *context) {
    (void)context;
    return when + chip->frequency / 1000000 * SLICE_US;
}

static void silent(avr_t *chip, const int level, const char *format, va_list arguments) {
    (void)chip;
    if (level == LOG_ERROR) {
        vfprintf(stderr, format, arguments);
    }
}

static void start_clock(void) {
    started_at = now() - (double)avr->cycle / avr->frequency;
    avr_cycle_timer_cancel(avr, wake, NULL);
    avr_cycle_timer_register(avr, 1000, wake, NULL);
}

static void load(const char *firmware_path, const char *mcu, uint32_t frequency) {
    elf_firmware_t firmware;
    memset(&firmware, 0, sizeof firmware);
    avr_global_logger_set(silent);
    if (elf_read_firmware(firmware_path, &firmware) != 0 || (avr = avr_make_mcu_by_name(mcu)) == NULL) {
        fprintf(stderr, "cannot run %s on %s\n", firmware_path, mcu);
        exit(1);
    }
    snprintf(firmware.mmcu, sizeof firmware.mmcu, "%s", mcu);
    firmware.frequency = frequency;
    firmware.vcc = firmware.avcc = firmware.aref = SUPPLY_MV;
    avr_init(avr);
    avr_load_firmware(avr, &firmware);
    avr->vcc = avr->avcc = avr->aref = SUPPLY_MV;
    avr->sleep = no_sleep;
    memset(avr->data + RAM_START, UNTOUCHED, (size_t)avr->ramend + 1 - RAM_START);
    for (avr_io_t *io = avr->io_port; io != NULL; io = io->next) {
        if (strcmp(io->kind, "uart") == 0 && ((avr_uart_t *)io)->name == '0') {
            uart = (avr_uart_t *)io;
        }
    }
    if (uart == NULL) {
        fprintf(stderr, "%s has no UART 0\n", mcu);
        exit(1);
    }
    uint32_t flags = 0;
    avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
    flags &= ~(uint32_t)(AVR_UART_FLAG_STDIO | AVR_UART_FLAG_POLL_SLEEP);
    avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_sent, NULL);
}

static void reset(void) {
    resets++;
    avr_cycle_timer_cancel(avr, feed, NULL);
    avr_reset(avr);
    avr->state = cpu_Running;
    feeding = false;
    to_chip.tail = to_chip.head;
    start_clock();
}

static void run_slice(void) {
    const double ahead = started_at + (double)avr->cycle / avr->frequency - now();
    if (ahead > SLICE_US * 1e-6) {
        const struct timespec pause = {0, SLICE_US * 1000L};
        nanosleep(&pause, NULL);
        return;
    }
    if (ahead < -1.0) { /* this machine was too slow: that second is lost */
        behind -= ahead;
        start_clock();
    }
    if (!feeding && to_chip.head != to_chip.tail && uart->cycles_per_byte != 0) {
        feeding = true;
        avr_cycle_timer_register(avr, uart->cycles_per_byte, feed, NULL);
    }
    const avr_cycle_count_t end = avr->cycle + avr->frequency / 1000000 * SLICE_US;
    while (avr->cycle < end) {
        avr_run(avr);
        if (avr->state == cpu_Done || avr->state == cpu_Crashed) {
            fprintf(stderr, "the chip %s at %x\n", avr->state == cpu_Done ? "stopped" : "crashed", (unsigned)avr->pc);
            reset();
            return;
        }
    }
}

static unsigned ram_written(void) {
    unsigned longest = 0, run = 0;
    for (unsigned at = RAM_START; at <= avr->ramend; at++) {
        run = avr->data[at] == UNTOUCHED ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return avr->ramend + 1u - RAM_START - longest;
}

/* ---- control ---- */

static bool parse_pin(const char *name, char *port, unsigned *bit) {
    if (sscanf(name, "%c%u", port, bit) != 2) {
        return false;
    }
    if (*port == 'D' && *bit <= 13) {
        *port = *bit < 8 ? 'D' : 'B';
        *bit %= 8;
        return true;
    }
    if (*port == 'A') {
        *port = 'C';
        return *bit <= 5;
    }
    return (*port == 'B' || *port == 'C') && *bit <= 7;
}

static void get_pin(const char *name) {
    char port;
    unsigned bit;
    avr_ioport_state_t state;
    memset(&state, 0, sizeof state);
    if (!parse_pin(name, &port, &bit) || avr_ioctl(avr, AVR_IOCTL_IOPORT_GETSTATE(port), &state) < 0) {
        answer("error no pin %s", name);
        return;
    }
    const unsigned out = ((unsigned)state.ddr >> bit) & 1;
    const unsigned level = ((out ? (unsigned)state.port : (unsigned)state.pin) >> bit) & 1;
    answer("ok %s %u", out ? "out" : "in", level);
}

static void obey(const char *line) {
    char name[8];
    unsigned a, b;
    if (sscanf(line, "get %7s", name) == 1) {
        get_pin(name);
    } else if (sscanf(line, "peek %x", &a) == 1 && a <= avr->ramend) {
        answer("ok %u", avr->data[a]);
    } else if (sscanf(line, "adc %u %u", &a, &b) == 2 && a < 8 && b <= SUPPLY_MV) {
        avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, (int)(ADC_IRQ_ADC0 + a)), b);
        answer("ok");
    } else if (strcmp(line, "reset") == 0) {
        reset();
        answer("ok");
    } else if (sscanf(line, "freeze %u", &a) == 1 && a <= 10000) {
        const struct timespec pause = {a / 1000, (long)(a % 1000) * 1000000L};
        nanosleep(&pause, NULL);
        start_clock();
        answer("ok");
    } else if (strcmp(line, "stats") == 0) {
        answer("ok seconds=%.3f received=%lu sent=%lu unheard=%lu overrun=%lu resets=%lu behind_ms=%.0f ram=%u",
               (double)avr->cycle / avr->frequency, received, sent, unheard, overrun, resets, behind * 1000,
               ram_written());
    } else if (strcmp(line, "quit") == 0) {
        answer("ok");
        stopped = 1;
    } else {
        answer("error get PIN, peek ADDRESS, adc CH MV, reset, freeze MS, stats or quit, not: %s", line);
    }
}

static void read_control(void) {
    static char line[128];
    static size_t length;
    struct pollfd input = {STDIN_FILENO, POLLIN, 0};
    while (!stopped && poll(&input, 1, 0) > 0) {
        char byte;
        if (read(STDIN_FILENO, &byte, 1) != 1) {
            stopped = 1;
        } else if (byte == '\n') {
            line[length] = '\0';
            length = 0;
            obey(line);
        } else if (length + 1 < sizeof line) {
            line[length++] = byte;
        }
    }
}

static void on_signal(int number) {
    (void)number;
    stopped = 1;
}

int main(int count, char **arguments) {
    if (count != 3 && count != 5) {
        fprintf(stderr, "usage: avr_board FIRMWARE.elf LINK [MCU HZ]\n");
        return 2;
    }
    const struct sigaction stop = {.sa_handler = on_signal};
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    link_path = arguments[2];
    load(arguments[1], count == 5 ? arguments[3] : "atmega328p", count == 5 ? (uint32_t)atol(arguments[4]) : 16000000);
    open_terminal();
    start_clock();
    while (!stopped) {
        exchange_with_terminal();
        run_slice();
        correct_byte_time();
        read_control();
    }
    unlink(link_path);
    return 0;
}
