/**
 * What the address of a device's page says: which device.
 *
 * @typedef {object} DeviceView
 * @property {string} device  id; empty when none is named
 */

/** Ids are plain; that of another gateway's device has its site in front. */
const ID = /^[a-z][\w-]{0,63}(?:\/[a-z][\w-]{0,63})?$/;

/** @type {import('../../model/route.js').Address} */
export const deviceAddress = {
  /** @returns {DeviceView} */
  read: (_, below) => ({ device: ID.test(below) ? below : '' }),
  write: () => new URLSearchParams(),
  below: ({ device }) => device,
};
