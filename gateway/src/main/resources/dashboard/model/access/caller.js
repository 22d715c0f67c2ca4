/**
 * Who this page is to the gateway, and what that may do. The gateway decides; here it is only shown beforehand.
 *
 * @typedef {object} Caller
 * @property {string} name
 * @property {string} role  'viewer', 'operator', 'engineer' or 'admin'
 * @property {string[]} devices  patterns of device ids that it may command; `*` is any run of characters
 */

/** Each may do what those before it may. */
export const ROLES = [
  { role: 'viewer', title: 'Viewer', text: 'sees values' },
  { role: 'operator', title: 'Operator', text: 'sees values and sends commands' },
  { role: 'engineer', title: 'Engineer', text: 'sends commands and sees what lines carry' },
  { role: 'admin', title: 'Admin', text: 'does everything, and manages users' },
];

/** Whoever reaches a gateway that asks nobody to log in; no user can have this name. @type {Caller} */
export const ANYBODY = { name: 'local', role: 'admin', devices: ['*'] };

const rank = (role) => ROLES.findIndex((each) => each.role === role);

/** Whether it may what takes a role. @param {Caller|undefined} caller */
export const isAtLeast = (caller, role) => caller !== undefined && rank(caller.role) >= rank(role);

/** Whether somebody logged in, as opposed to a gateway that asks nobody. @param {Caller|undefined} caller */
export const isLoggedIn = (caller) => caller !== undefined && caller.name !== ANYBODY.name;

const has = ({ devices }, id) => devices.some((pattern) => matches(pattern, id));

const matches = (pattern, id) => {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\*+/g, '.*');
  return new RegExp(`^${escaped}$`).test(id);
};

/** Why a caller may not command a device, or nothing when they may. @param {Caller|undefined} caller @param {string} device */
export const refusalToCommand = (caller, device) => {
  if (!caller) return '';
  if (!isAtLeast(caller, 'operator')) return 'Operator only';
  return has(caller, device) ? '' : 'Not your device';
};

/** Which devices, in words. @param {string[]} devices  patterns */
export const devicesText = (devices) => (devices.includes('*') ? 'every device' : devices.join(', '));

/** A role as people say it. */
export const roleTitle = (role) => ROLES[rank(role)]?.title ?? role;

/** What a caller may, in a sentence. @param {Caller} caller */
export const grantText = ({ role, devices }) => {
  const what = ROLES[rank(role)]?.text ?? 'is something that this page does not know';
  const commands = isAtLeast({ role }, 'operator') && !devices.includes('*') ? `; may command ${devicesText(devices)}` : '';
  return `${roleTitle(role)}: ${what}${commands}.`;
};
