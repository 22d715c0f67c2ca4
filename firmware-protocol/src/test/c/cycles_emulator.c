/* Runs cycles_firmware.c in simavr and prints what it writes to GPIOR1, and after each piece how many cycles it took. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim_avr.h"
#include "sim_elf.h"

enum { GPIOR0 = 0x3E, GPIOR1 = 0x4A, START = 1 };

static avr_cycle_count_t started_at;

static void on_mark(avr_t *avr, avr_io_addr_t address, uint8_t value, void *context) {
    (void)address;
    (void)context;
    if (value == START) {
        started_at = avr->cycle;
    } else {
        printf(": %u\n", (unsigned)(avr->cycle - started_at));
    }
}

static void on_character(avr_t *avr, avr_io_addr_t address, uint8_t value, void *context) {
    (void)avr;
    (void)address;
    (void)context;
    putchar(value);
}

/* Of simavr itself nothing is printed. */
static void log_nothing(avr_t *avr, const int level, const char *format, va_list arguments) {
    (void)avr;
    (void)level;
    (void)format;
    (void)arguments;
}

int main(int count, char **arguments) {
    elf_firmware_t firmware;
    avr_global_logger_set(log_nothing);
    memset(&firmware, 0, sizeof firmware);
    avr_t *const avr = avr_make_mcu_by_name("atmega328p");
    if (count != 2 || avr == NULL || elf_read_firmware(arguments[1], &firmware) != 0) {
        fprintf(stderr, "usage: cycles_emulator FIRMWARE.elf\n");
        return 2;
    }
    firmware.frequency = 16000000;
    avr_init(avr);
    avr_load_firmware(avr, &firmware);
    avr_register_io_write(avr, GPIOR0, on_mark, NULL);
    avr_register_io_write(avr, GPIOR1, on_character, NULL);
    int state;
    do {
        state = avr_run(avr);
    } while (state != cpu_Done && state != cpu_Crashed);
    return state == cpu_Done ? 0 : 1;
}
