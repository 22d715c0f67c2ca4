/**
 * What a control shows: what is, what was asked for, and whether it may be used.
 *
 * @typedef {object} Control
 * @property {Channel} channel
 * @property {Tile} actual
 * @property {number|undefined} value  what is, when it may be believed
 * @property {number|undefined} last  what was told last, believed or not
 * @property {'idle'|CommandState} state
 * @property {Command|undefined} command
 * @property {string} requested  in words, while it differs from what is; else empty
 * @property {number|undefined} ring  what is left of the time to live, 1 to 0, while a command of this page is pending
 * @property {boolean} tick  whether success is fresh
 * @property {string} text  about the command; may be empty
 * @property {string} against  what stands against its use now, before anybody tries; may be empty
 * @property {string} hint  what is allowed, and what is asked first; may be empty
 * @property {string} inert  why it cannot be used now; empty when it can
 * @property {string} refusal  why this caller may not use it at all; empty when they may
 * @property {boolean} pending
 * @property {boolean} retry  whether asking again makes sense
 * @property {boolean} check  whether the gateway can be asked what became of it
 *
 * @typedef {import('./command.js').Command} Command
 * @typedef {import('./command.js').CommandState} CommandState
 * @typedef {import('./dictionary.js').Channel} Channel
 * @typedef {import('./tile.js').Tile} Tile
 */
import { refusalToCommand } from './access/caller.js';
import { isPending, TICK, ttlLeft } from './command.js';
import { actionText, commandText, heldText, shownValue } from './command-words.js';
import { labelFor } from './dictionary.js';
import { againstText, needsText } from './rules/interlock.js';
import { digits, parseNumber, quantity, THIN } from './numbers.js';

const UNKNOWN = () => ({ channel: undefined, value: undefined });

const DEVICE_INERT = {
  down: 'Device is down',
  connecting: 'Device is connecting',
  silent: 'Device is silent',
  refused: 'Device was refused',
};

const inertBecause = (actual, device, phase) => {
  if (phase === 'offline') return 'Not connected to the gateway';
  if (phase === 'resync' || phase === 'connecting') return 'Updating…';
  if (device?.state !== 'up') return DEVICE_INERT[device?.state] ?? 'Device is unknown';
  return actual.state === 'stale' ? actual.note.replace('No data', 'No data for') : '';
};

/**
 * @param {object} facts
 * @param {Channel} facts.channel
 * @param {Tile} facts.actual
 * @param {import('./readings.js').Reading|undefined} facts.reading
 * @param {import('./dictionary.js').Device|undefined} facts.device
 * @param {Command|undefined} facts.command  the latest one of this channel that is not over
 * @param {(id: string) => string} facts.nameOf  of a channel, for people
 * @param {(id: string) => import('./rules/interlock.js').Known} [facts.know]  what is of another channel
 * @param {import('./connection.js').Phase} facts.phase
 * @param {import('./access/caller.js').Caller} [facts.caller]  who this page is
 * @param {boolean} [facts.held]  whether this page holds its output
 * @param {number} now  steady ms
 * @returns {Control}
 */
export const controlOf = ({ channel, actual, reading, device, command, nameOf, know = UNKNOWN, phase, caller, held = false }, now) => {
  const believed = reading && ['good', 'delayed', 'uncertain'].includes(actual.state);
  const value = believed ? reading.value : undefined;
  const pending = command !== undefined && isPending(command);
  const refusal = refusalToCommand(caller, channel.device);
  const inert = refusal || inertBecause(actual, device, phase);
  const open = command !== undefined && !['confirmed', 'rejected'].includes(command.state);
  return {
    channel,
    actual: command?.state === 'unknown' && actual.state === 'good' ? doubted(actual) : actual,
    value,
    last: reading?.value,
    state: command?.state ?? 'idle',
    command,
    requested: open && (pending || value !== command.value) ? shownValue(channel, command.value) : '',
    ring: pending && command.own ? ttlLeft(command, now) : undefined,
    tick: command?.state === 'confirmed' && now - command.changedAt < TICK,
    text: textOf(command, channel, nameOf, held, now),
    against: value === undefined || value === channel.safe ? againstText(channel, know, nameOf) : '',
    hint: hintText(channel, know, nameOf),
    inert,
    refusal,
    pending,
    retry: command !== undefined && command.own && ['rejected', 'failed', 'expired'].includes(command.state),
    check: command?.state === 'unknown' && command.reason !== 'forgotten' && !inert,
  };
};

const textOf = (command, channel, nameOf, held, now) => {
  if (held && (!command || command.state === 'confirmed')) return heldText(channel);
  return command ? commandText(command, channel, nameOf, now) : '';
};

/** The value as it is while nobody knows whether a command took effect. @param {Tile} actual @returns {Tile} */
const doubted = (actual) => ({
  ...actual,
  state: 'uncertain',
  digits: `≈${THIN}${actual.digits}`,
  note: 'command outcome unknown',
  spoken: `${actual.spoken}, uncertain`,
});

/** Whether a person is asked before a value is sent; the safe value needs no proof. */
export const isAsked = ({ danger, safe }, value) => danger !== '' && value !== safe;

/** What stands behind the name of an input that this caller may not use, for who hears it only. @param {Control} control */
export const reasonOf = ({ refusal }) => (refusal ? `, ${refusal.toLowerCase()}` : '');

/** The word on the button that turns a switch over: the action, not the state. */
export const switchActions = ({ channel, value, last, inert }) => {
  const present = inert ? last : value;
  const targets = present === 0 || present === 1 ? [1 - present] : [0, 1];
  return targets.map((target) => ({ value: target, text: actionText(channel, target) }));
};

const PROOFS = { confirm: 'Asks before it acts', hold: 'Acts when its button is held', type: 'Acts when the name of the device is typed' };

/** What may be asked for and how, while there is nothing else to say. @param {Channel} channel */
const hintText = (channel, know, nameOf) => {
  const { danger, kind, step } = channel;
  const limits = kind === 'number' ? limitsText(channel) : '';
  const steps = limits && step ? `steps of ${quantity(step, channel)}` : '';
  const needs = channel.needs && `Needs ${needsText(channel.needs, know, nameOf)}`;
  return [needs, limits, steps, PROOFS[danger]].filter(Boolean).join('. ').replace('. steps', ', steps');
};

/** The choices of an enumeration, in the order of their values. @param {Channel} channel */
export const choices = (channel) =>
  [...channel.labels.keys()].sort((a, b) => a - b).map((value) => ({ value, text: labelFor(channel, value) }));

/** By how much a stepper moves a set-point. @param {Channel} channel */
export const stepOf = ({ step, decimals, min, max }) => {
  if (step) return step;
  const finest = 10 ** -decimals;
  return min !== undefined && max !== undefined ? Math.max(finest, (max - min) / 100) : finest;
};

/** "0 to 100 %", "at least 5 °C", or nothing. @param {Channel} channel */
export const limitsText = (channel) => {
  const { min, max } = channel;
  if (min !== undefined && max !== undefined) return `${digits(min, channel.decimals)} to ${quantity(max, channel)}`;
  if (min !== undefined) return `at least ${quantity(min, channel)}`;
  return max === undefined ? '' : `at most ${quantity(max, channel)}`;
};

/**
 * Checks a set-point before anything is sent.
 *
 * @param {Channel} channel
 * @param {string} text  as typed
 * @returns {{value: number} | {fault: string}}
 */
export const readSetPoint = (channel, text) => {
  const value = parseNumber(text);
  const limits = limitsText(channel);
  if (value === undefined) return { fault: `Type a number${limits && `, ${limits}`}. Nothing was sent.` };
  if (value < (channel.min ?? -Infinity) || value > (channel.max ?? Infinity)) {
    return { fault: `Outside the limits: ${limits}. Nothing was sent.` };
  }
  const step = channel.step ?? 10 ** -channel.decimals;
  const steps = (value - (channel.min ?? 0)) / step;
  if (Math.abs(steps - Math.round(steps)) > 1e-6) {
    return { fault: `Takes steps of ${quantity(step, channel)}. Nothing was sent.` };
  }
  return { value };
};

/** A set-point moved by steppers, within the limits. @param {Channel} channel @param {number} from @param {1|-1} way */
export const stepped = (channel, from, way) => {
  const step = stepOf(channel);
  const base = channel.min ?? 0;
  const raw = base + Math.round((from - base) / step + way) * step;
  return Number(Math.min(channel.max ?? Infinity, Math.max(channel.min ?? -Infinity, raw)).toFixed(9));
};
