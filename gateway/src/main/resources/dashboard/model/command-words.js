/**
 * What the page says about commands: what happened, what was not done, what to do. One place, so that it can be
 * translated.
 *
 * @typedef {import('./command.js').Command} Command
 * @typedef {import('./dictionary.js').Channel} Channel
 */
import { isWordy, labelFor, wordFor } from './dictionary.js';
import { durationText } from './moments.js';
import { quantity } from './numbers.js';

const REJECTED = {
  no_channel: 'The gateway does not know this channel any more. Nothing was sent.',
  read_only: 'This channel cannot be controlled. Nothing was sent.',
  range: 'Outside the allowed range. Nothing was sent.',
  step: 'Not a step that this channel takes. Nothing was sent.',
  danger: 'Needs a confirmation. Nothing was sent.',
  busy: 'The gateway is busy with earlier commands. Nothing was sent.',
  stale: 'The device is not sending readings. Nothing was sent.',
  not_permitted: 'You may not command this device. Nothing was sent.',
  bad_device: 'The gateway does not trust this device. Nothing was sent.',
  min_time: 'It was switched a moment ago. Nothing was sent.',
  interlock: 'An interlock forbids it. Nothing was sent.',
  exclusive: 'Another output of its group is on. Nothing was sent.',
  rate: 'Too many commands in a short time. Nothing was sent.',
  not_recorded: 'The gateway cannot record commands now. Nothing was sent.',
  bad_request: 'The gateway did not understand the command. Nothing was sent.',
  not_received: 'The command never reached the gateway. Nothing was sent.',
  device_range: 'Device refused: outside its range. Nothing changed.',
  device_read_only: 'Device refused: it does not take commands here. Nothing changed.',
  device_no_channel: 'Device refused: it does not have this channel. Nothing changed.',
  device_not_armed: 'Device refused: the confirmation came too late. Nothing changed.',
  device_fail_safe: 'Device refused: it is in fail-safe. Its outputs are at their safe values.',
  device_interlock: 'Device refused: an interlock forbids it. Nothing changed.',
  device_busy: 'Device refused: it is busy. Nothing changed.',
};

/** Rules whose words the gateway knows better: what is needed, what is now. */
const TOLD = new Set(['not_permitted', 'not_recorded', 'min_time', 'interlock', 'exclusive', 'rate']);

const FAILED = {
  device_failed: 'The device tried and could not. Look at the device.',
};

const UNKNOWN = {
  link_lost: 'Link lost while sending. It may have happened.',
  device_restarted: 'The device restarted meanwhile. It may have happened.',
  no_answer: 'No answer came. It may have happened.',
  gateway_restart: 'The gateway restarted meanwhile. It may have happened.',
  not_seen: 'Sent, but not seen to happen. Look at the device.',
  superseded: 'A later command came before this one was seen.',
  connection_lost: 'Connection lost while sending. It may have happened.',
  forgotten: 'The gateway restarted and no longer knows. Look at the device.',
  not_told: 'The gateway did not say. It may have happened.',
};

const PENDING = {
  requested: 'Sending…',
  admitted: 'Accepted, waiting for the line',
  written: 'Sent, waiting for device',
  acknowledged: 'Device says done, waiting for the reading',
};

/** A value as it is said in a sentence, with its unit. @param {Channel} channel @param {number} value */
export const valueText = (channel, value) =>
  isWordy(channel) ? wordFor(channel, value) : quantity(value, channel);

/** The same where it stands alone. @param {Channel} channel @param {number} value */
export const shownValue = (channel, value) => (isWordy(channel) ? labelFor(channel, value) : quantity(value, channel));

/** The action as a button says it: "Turn on", "Set to open", "Set to 40 %". @param {Channel} channel @param {number} value */
export const actionText = (channel, value) => {
  const word = valueText(channel, value);
  return channel.kind === 'switch' && /^(on|off)$/i.test(word) ? `Turn ${word.toLowerCase()}` : `Set to ${word}`;
};

/** The action with what it is done to: "Turn on Pump", "Set Valve to 40 %". */
export const actionOn = (channel, value) => {
  const action = actionText(channel, value);
  return action.startsWith('Turn') ? `${action} ${channel.name}` : action.replace('Set', `Set ${channel.name}`);
};

/** What holds an output while this page has its lease. @param {Channel} channel */
export const heldText = ({ lease }) => `Held by this page; ends ${seconds(lease).replace('.0', '')} after it is closed.`;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * One sentence or two about where a command is.
 *
 * @param {Command} command
 * @param {Channel} channel
 * @param {(id: string) => string} nameOf  of a channel, for people
 * @param {number} now
 */
export const commandText = (command, channel, nameOf, now) => {
  const { state, reason } = command;
  const text = named(command.text, nameOf);
  switch (state) {
    case 'confirmed':
      return command.own
        ? `Now ${valueText(channel, command.value)}, after ${seconds(command.changedAt - command.askedAt)}.`
        : `Set to ${valueText(channel, command.value)} by ${command.actor || 'somebody else'} ${ago(now - command.changedAt)}`;
    case 'rejected':
      if (TOLD.has(reason) && text) return `${text} ${waitText(command, now)}`;
      return REJECTED[reason] ?? `Refused: ${text || reason}. Nothing changed.`;
    case 'failed':
      return FAILED[reason] ?? `Failed: ${text || reason}. Look at the device.`;
    case 'expired':
      return `No answer in ${seconds(command.ttl).replace('.0', '')}. It did not happen and will not be retried.`;
    case 'unknown':
      return UNKNOWN[reason] ?? 'The answer was lost. It may have happened.';
    default:
      return PENDING[state];
  }
};

/** What the gateway says names channels by their ids; here they have the names that stand beside their values. */
const named = (text, nameOf) => text.replace(/[a-z][\w/-]*\.[a-z]\w*/g, nameOf);

const waitText = ({ changedAt, retryAfter }, now) => {
  if (!retryAfter) return 'Nothing was sent.';
  const left = Math.ceil((changedAt + retryAfter - now) / 1000);
  return left > 0 ? `Try again in ${durationText(left * 1000)}.` : 'It may be tried again now.';
};

const ago = (ms) => (ms < 1000 ? 'just now' : `${durationText(ms)} ago`);
