/* An Arduino Uno (ATmega328P, 16 MHz) with avr-libc alone: clock, line, pins, boot counter. Polled from the main loop;
 * the interrupts inside only move a counter and fill or empty rings. */
#ifndef HARDWARE_H
#define HARDWARE_H

#include <stdbool.h>
#include <stdint.h>

enum { TICK_HZ = 1000, BAUD = 115200, RX_RING = 128, TX_RING = 128 };

/* Everything below works after this. Relay and heater are off, interrupts are on, and the watchdog resets the chip when
 * hardware_idle() is not called for half a second. */
void hardware_start(void);

/* MCUSR as it was at the start: why the chip was reset. */
uint8_t hardware_reset_flags(void);

/* How often this board was started before, counted in EEPROM. Once per start: a cell takes some 100,000 writes. */
uint32_t hardware_count_boot(void);

uint32_t hardware_tick(void);

/* Sleeps until the next interrupt unless a byte waits. */
void hardware_idle(void);

bool hardware_received(uint8_t *byte);
/* True once after received bytes were lost because the ring or the UART's own buffer was full. */
bool hardware_lost_bytes(void);
uint16_t hardware_tx_room(void);
void hardware_write(const uint8_t *bytes, uint16_t length);

/* Millivolts at an analog input, A0 to A5; takes 0.1 ms. AREF is the 5 V supply. */
uint16_t hardware_millivolts(uint8_t input);

void hardware_set_relay(bool on); /* D8 */
bool hardware_relay(void);
void hardware_set_heater(uint8_t percent); /* PWM on D9, 0 to 100 */
uint8_t hardware_heater(void);

#endif
