/** The two forms that ask a person who is known for the password: to log in again, and before something dangerous. */
import { html } from 'lit';
import { faultOf, isOk } from '../model/access/accounts.js';
import { nameField, passwordField } from '../part/form/fields.js';

const faultFrom = (answer) => {
  if (isOk(answer)) return undefined;
  if (answer.status === 401) return { text: 'That is not the password.', field: 'password' };
  return { text: faultOf(answer).text, field: '' };
};

const ownName = (name) => nameField({ value: name, fixed: true, hint: '', autocomplete: 'username' });

/**
 * Over the page that is kept; it goes when somebody is logged in, here or in another tab.
 *
 * @param {string} name
 * @param {(password: string) => Promise<import('../model/access/accounts.js').Answer>} logIn
 * @returns {import('../part/form/form-dialog.js').Form}
 */
export const loginForm = (name, logIn) => ({
  title: 'Log in again',
  text: 'Your session has ended. The page behind this, and what you typed there, is kept.',
  fields: [ownName(name), passwordField()],
  action: 'Log in',
  kept: true,
  more: html`<p class="hint field"><a href="login">Log in as somebody else</a></p>`,
  send: async ({ password }) => faultFrom(await logIn(password)),
});

/**
 * Before something dangerous.
 *
 * @param {string} name
 * @param {(password: string) => Promise<import('../model/access/accounts.js').Answer>} prove
 * @returns {import('../part/form/form-dialog.js').Form}
 */
export const proofForm = (name, prove) => ({
  title: 'Your password again',
  text: 'Users, tokens and passwords are only shown and changed within five minutes of it.',
  fields: [ownName(name), passwordField()],
  action: 'Go on',
  send: async ({ password }) => faultFrom(await prove(password)),
});
