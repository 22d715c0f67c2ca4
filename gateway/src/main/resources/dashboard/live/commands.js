/**
 * Commands, of this page and of others, as long as they have something to show, and the leases that this page holds:
 * the owner of both.
 *
 * @typedef {import('../model/command.js').Command} Command
 * @typedef {import('@ferrule/client/lease.js').Lease} Lease
 * @typedef {import('./gateway.js').World} World
 */
import { isDue, isHeld, leaseOf } from '@ferrule/client/lease.js';
import { readCommand } from '@ferrule/client/messages.js';
import { agedCommand, forgottenCommand, isOver, isPending, lostCommand, newCommand, toldCommand, unheardCommand } from '../model/command.js';

const TTL = 3000;

export class Commands {
  #world;
  #send;
  /** @type {Map<string, Command & {run: string}>} by command id; `run`: that of the gateway that it was for */
  #commands = new Map();
  /** @type {Map<string, Lease>} by channel id */
  #leases = new Map();
  /** The run of the gateway: its sequence of positions. */
  #run = '';

  /**
   * @param {World} world
   * @param {(message: object) => boolean} send  to the gateway; whether it left
   */
  constructor(world, send) {
    this.#world = world;
    this.#send = send;
  }

  /**
   * Sends a command. It is never sent again by itself, but to renew its lease, which has no other effect.
   *
   * @param {{channel: string, value: number, confirm?: true|string}} wish
   * @param {import('../model/dictionary.js').Channel|undefined} channel  that it is for, if the dictionary has it
   */
  ask({ channel: id, value, confirm }, channel) {
    const now = this.#world.now();
    const asked = { id: this.#world.newId(), channel: id, value, ttl: TTL };
    this.#keep(newCommand(asked, now));
    const message = { t: 'command', ...asked, ...(confirm ? { confirm } : {}) };
    this.#send(message);
    const lease = channel && leaseOf(channel, message, now);
    if (lease) this.#leases.set(id, lease);
    else this.#leases.delete(id);
  }

  /** Asks the gateway what became of a command. @param {string} id */
  async check(id) {
    const run = this.#run;
    const answer = await this.#world.ask('GET', `api/v1/commands/${encodeURIComponent(id)}`);
    const command = this.#commands.get(id);
    const message = answer.status === 200 ? readCommand(answer.body) : undefined;
    const now = this.#world.now();
    if (!command) return;
    if (message) this.#keep(toldCommand(message, command, now));
    // Only the run of the gateway that should have got it can say that it did not.
    else if (answer.status === 404) this.#keep((run === command.run ? unheardCommand : forgottenCommand)(command, now));
    else this.#keep({ ...command, reason: 'not_told', changedAt: now });
  }

  /** Somebody has seen the outcome. @param {string} id */
  dismiss(id) {
    this.#commands.delete(id);
  }

  /** Lets time have its effects: gives up on what nobody answers, and says for every lease that this page is still here. */
  tick(now) {
    for (const command of this.#commands.values()) this.#keep(agedCommand(command, now));
    for (const [channel, lease] of this.#leases) {
      if (isDue(lease, now) && this.#send(lease.message)) this.#leases.set(channel, { ...lease, sentAt: now });
    }
  }

  /** A message came. */
  message(message) {
    switch (message.t) {
      case 'hello':
        this.#run = message.stream ?? '';
        break;
      case 'command':
        this.#told(message);
        break;
    }
  }

  /** The connection is gone, and with it every answer that was still to come. */
  lost() {
    const now = this.#world.now();
    this.#leases.clear(); // a gateway that restarted would take a renewal for a new command
    for (const command of this.#commands.values()) {
      if (command.own) this.#keep(lostCommand(command, now));
      else if (isPending(command)) this.#commands.delete(command.id);
    }
  }

  /** The latest command of each channel that still has something to show; the others are let go. @param {number} now */
  byChannel(now) {
    const latest = new Map();
    for (const command of this.#commands.values()) {
      const other = latest.get(command.channel);
      if (isOver(command, now) || (other && other.askedAt > command.askedAt)) {
        this.#commands.delete(command.id);
        continue;
      }
      if (other) this.#commands.delete(other.id);
      latest.set(command.channel, command);
    }
    return latest;
  }

  /** Ids of the channels whose output this page holds. */
  held() {
    return new Set(this.#leases.keys());
  }

  #told(message) {
    const known = this.#commands.get(message.id);
    const lease = this.#leases.get(message.channel);
    if (lease && !isHeld(lease, message)) this.#leases.delete(message.channel);
    // The answer to a renewal is no news of a command that was shown long ago.
    if (lease?.message.id === message.id && !known) return;
    this.#keep(toldCommand(message, known, this.#world.now()));
  }

  #keep(command) {
    if (!command) return;
    const run = this.#commands.get(command.id)?.run ?? this.#run;
    this.#commands.set(command.id, { ...command, run });
  }
}
