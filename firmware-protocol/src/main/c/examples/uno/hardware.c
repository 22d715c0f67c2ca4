#include "hardware.h"

#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <avr/wdt.h>
#include <util/atomic.h>

static volatile uint32_t ticks;
static volatile uint8_t rx_ring[RX_RING], rx_head, rx_tail;
static volatile uint8_t tx_ring[TX_RING], tx_head, tx_tail;
static volatile bool lost;
static uint8_t reset_flags, heater;
static uint32_t EEMEM boots;

void hardware_start(void) {
    reset_flags = MCUSR;
    MCUSR = 0; /* WDRF keeps the watchdog on */
    wdt_enable(WDTO_500MS);

    PORTB &= (uint8_t)~(_BV(PB0) | _BV(PB1));
    DDRB |= _BV(PB0) | _BV(PB1); /* D8, D9 */

    /* Timer 0: 16 MHz / 64 / 250 = 1 kHz. */
    TCCR0A = _BV(WGM01);
    TCCR0B = _BV(CS01) | _BV(CS00);
    OCR0A = 249;
    TIMSK0 = _BV(OCIE0A);

    /* Timer 1: fast PWM of 8 bits, 977 Hz. The pin is given to it by hardware_set_heater(). */
    TCCR1A = _BV(WGM10);
    TCCR1B = _BV(WGM12) | _BV(CS11) | _BV(CS10);

    /* 16 MHz / 8 / 17 = 117,647 baud, 2.1 % off: the usual Uno at 115200. */
    UBRR0 = 16;
    UCSR0A = _BV(U2X0);
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);

    ADCSRA = _BV(ADEN) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0); /* 125 kHz */
    SMCR = 0; /* sleep_cpu() idles: timers and UART go on */
    sei();
}

uint8_t hardware_reset_flags(void) { return reset_flags; }

uint32_t hardware_count_boot(void) {
    const uint32_t boot = eeprom_read_dword(&boots) + 1; /* an erased cell is FFFFFFFF: the first boot is 0 */
    eeprom_write_dword(&boots, boot);
    return boot;
}

/* ---- clock ---- */

ISR(TIMER0_COMPA_vect) { ticks++; }

uint32_t hardware_tick(void) {
    uint32_t now;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { now = ticks; }
    return now;
}

void hardware_idle(void) {
    wdt_reset();
    cli();
    if (rx_head == rx_tail) {
        sleep_enable();
        sei(); /* takes effect after the next instruction: no interrupt is missed between them */
        sleep_cpu();
        sleep_disable();
    }
    sei();
}

/* ---- line ---- */

ISR(USART_RX_vect) {
    const uint8_t errors = UCSR0A & _BV(DOR0);
    const uint8_t byte = UDR0;
    const uint8_t next = (uint8_t)((rx_head + 1) % RX_RING);
    if (errors != 0 || next == rx_tail) {
        lost = true;
    }
    if (next != rx_tail) {
        rx_ring[rx_head] = byte;
        rx_head = next;
    }
}

ISR(USART_UDRE_vect) {
    if (tx_tail == tx_head) {
        UCSR0B &= (uint8_t)~_BV(UDRIE0);
        return;
    }
    UDR0 = tx_ring[tx_tail];
    tx_tail = (uint8_t)((tx_tail + 1) % TX_RING);
}

bool hardware_received(uint8_t *byte) {
    const uint8_t tail = rx_tail;
    if (tail == rx_head) {
        return false;
    }
    *byte = rx_ring[tail];
    rx_tail = (uint8_t)((tail + 1) % RX_RING);
    return true;
}

bool hardware_lost_bytes(void) {
    const bool was = lost;
    lost = false;
    return was;
}

uint16_t hardware_tx_room(void) { return (uint16_t)((tx_tail - tx_head - 1) & (TX_RING - 1)); }

void hardware_write(const uint8_t *bytes, uint16_t length) {
    uint8_t head = tx_head;
    for (; length > 0; length--) {
        tx_ring[head] = *bytes++;
        head = (uint8_t)((head + 1) % TX_RING);
    }
    tx_head = head;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { UCSR0B |= _BV(UDRIE0); }
}

/* ---- pins ---- */

uint16_t hardware_millivolts(uint8_t input) {
    ADMUX = (uint8_t)(_BV(REFS0) | (input & 7));
    ADCSRA |= _BV(ADSC);
    while ((ADCSRA & _BV(ADSC)) != 0) {
    }
    return (uint16_t)(((uint32_t)ADC * 5000 + 512) / 1024);
}

void hardware_set_relay(bool on) {
    if (on) {
        PORTB |= _BV(PB0);
    } else {
        PORTB &= (uint8_t)~_BV(PB0);
    }
}

bool hardware_relay(void) { return (PORTB & _BV(PB0)) != 0; }

void hardware_set_heater(uint8_t percent) {
    heater = percent;
    OCR1A = (uint8_t)(((uint16_t)percent * 255 + 50) / 100);
    if (percent == 0) {
        TCCR1A &= (uint8_t)~_BV(COM1A1); /* fast PWM of 0 still gives one cycle in 256: the pin is PORTB's again, low */
    } else {
        TCCR1A |= _BV(COM1A1);
    }
}

uint8_t hardware_heater(void) { return heater; }
