/**
 * The fields that several forms have, with what the gateway would say against what is typed.
 *
 * @typedef {import('./form-dialog.js').Field} Field
 */
import { ROLES } from '../../model/access/caller.js';

const SHORTEST = 12;
const LONGEST = 128;

/** A name that is to be given. @param {Partial<Field>} [more] @returns {Field} */
export const nameField = (more) => ({
  name: 'name',
  label: 'Name',
  hint: 'Small letters, digits, _ and -; a letter first.',
  longest: 32,
  check: (value) => (value ? '' : 'A name is needed.'),
  ...more,
});

/** A password that somebody has. @param {Partial<Field>} [more] @returns {Field} */
export const passwordField = (more) => ({
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'current-password',
  longest: LONGEST,
  check: (value) => (value ? '' : 'Type the password.'),
  ...more,
});

/** A password that is to be given. @param {Partial<Field>} [more] @returns {Field} */
export const newPasswordField = (more) => ({
  ...passwordField(),
  autocomplete: 'new-password',
  hint: `At least ${SHORTEST} characters. A few words with spaces between them do.`,
  check: (value) => {
    const { length } = [...value];
    return length < SHORTEST ? `At least ${SHORTEST} characters; ${length ? `this has ${length}` : 'none were typed'}.` : '';
  },
  ...more,
});

/** What somebody may do. @param {{role: string, devices: string[]}} grant @param {string[]} devices  that there are @returns {Field[]} */
export const grantFields = (grant, devices) => [
  {
    name: 'role',
    label: 'Role',
    type: 'select',
    value: grant.role,
    options: ROLES.map(({ role, text, title }) => [role, `${title}: ${text}`]),
  },
  {
    name: 'devices',
    label: 'May command',
    value: grant.devices.join(', '),
    hint: `Ids of devices with commas between them; * stands for anything, and alone for every device.${devices.length ? ` There are: ${devices.join(', ')}.` : ''}`,
    check: (value) => (value.trim() ? '' : 'Name at least one device, or write * for every device.'),
  },
];
