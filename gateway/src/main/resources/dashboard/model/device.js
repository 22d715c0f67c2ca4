/** How a device stands, in words. */
import { durationText, momentText } from './moments.js';

/** @typedef {import('./dictionary.js').Device} Device */

const STANDING = { down: 'Down', connecting: 'Connecting', silent: 'Silent', refused: 'Refused' };

/**
 * Since when, and the reason when it is not up.
 *
 * @param {Device} device
 * @param {boolean} trusted  whether there is a connection to the gateway
 * @param {number} time  the gateway's clock
 */
export const standingText = (device, trusted, time) => {
  if (!trusted) return 'Not known';
  if (device.state === 'up') return `Up for ${durationText(time - device.since)}`;
  return `${STANDING[device.state]} since ${momentText(device.since, time)}${device.reason ? `: ${device.reason}` : ''}`;
};
