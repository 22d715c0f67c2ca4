/**
 * Which bytes of a line belong together, and what each of them is, as far as the driver's protocol says: frames with their
 * fields, and what is refused with the reason.
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {number} from  first byte of it in the frame
 * @property {number} to  behind the last
 * @property {string} value  as people read it; empty when it is nothing but its bytes
 *
 * @typedef {object} Frame
 * @property {number} at  microseconds, of its last byte
 * @property {'in'|'out'} way
 * @property {number[]} bytes
 * @property {string} title  what it is
 * @property {Field[]} fields  in their order; none where the bytes say nothing
 * @property {string} fault  why it is refused; empty when it is not
 *
 * @typedef {object} Lane  Of one way.
 * @property {(bytes: number[], at: number) => Omit<Frame, 'way'>[]} take  what ended with these bytes
 */
import { firmwareLane } from './firmware.js';
import { lineLane, readLine, readSentence } from './lines.js';
import { modbusLane } from './modbus.js';

/** A way whose bytes are shown as they came. @returns {Lane} */
const rawLane = () => ({ take: (bytes, at) => [{ at, bytes, title: '', fields: [], fault: '' }] });

const LANES = {
  firmware: firmwareLane,
  text: () => lineLane(readLine),
  nmea: () => lineLane(readSentence),
  'modbus-rtu': modbusLane,
};

/** Frames of a line, both ways. */
export class Lanes {
  #make;
  #ways;

  /** @param {string} driver  word of it */
  constructor(driver) {
    this.#make = LANES[driver] ?? rawLane;
    this.#begin();
  }

  #begin() {
    this.#ways = { in: this.#make('in'), out: this.#make('out') };
  }

  /** @param {import('./capture.js').LineEvent} event @returns {(Frame|import('./capture.js').LineEvent)[]} */
  take(event) {
    const lane = this.#ways[event.kind];
    if (lane) return lane.take(event.bytes, event.at).map((frame) => ({ ...frame, way: event.kind }));
    this.#begin(); // what was half there will not end
    return [event];
  }
}
