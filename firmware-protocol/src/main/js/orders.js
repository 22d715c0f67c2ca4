/**
 * Commands of one client, each followed to its end (PROTOCOL.md, B5): by what the gateway tells, and by asking it when
 * the connection was cut meanwhile. Nothing is ever sent twice but to renew a lease. Owner of both, and of the leases.
 *
 * @typedef {object} Outcome
 * @property {string} id
 * @property {string} channel  id
 * @property {number} value  as asked for
 * @property {'requested'|'admitted'|'written'|'acknowledged'|'confirmed'|'rejected'|'failed'|'expired'|'unknown'} state
 * @property {string} reason  of a state that is not good; may be empty
 * @property {string} text  what is needed and what is, for people; may be empty
 * @property {number} retryAfter  ms until the same may be allowed; 0: nobody knows
 *
 * @typedef {object} Wish
 * @property {number} [ttl]  ms until it is too late to take effect, 100 to 60000
 * @property {true|string} [confirm]  proof for a dangerous channel
 * @property {boolean} [hold]  keeps the lease of the output, until another command to it or the end of the connection
 * @property {string} [id]  8 to 64 of [A-Za-z0-9_-]
 * @property {(outcome: Outcome) => void} [onState]  told of each state
 */
import { isDue, isHeld, leaseOf } from './lease.js';
import { readCommand } from './messages.js';

const ENDS = new Set(['confirmed', 'rejected', 'failed', 'expired', 'unknown']);
const TTL = 3000;
/** How long after its time to live nobody may have told the end of a command. */
const PATIENCE = 15_000;
/** From one question about a command to the next. */
const AGAIN = 500;

export class Orders {
  #now;
  #ask;
  #send;
  /** The run of the gateway. */
  #run;
  /** @type {Map<string, object>} by command id */
  #open = new Map();
  /** @type {Map<string, import('./lease.js').Lease>} by channel id */
  #leases = new Map();

  /**
   * @param {() => number} now  steady ms
   * @param {(path: string) => Promise<{status: number, body: unknown}>} ask  the REST interface
   * @param {(message: object) => boolean} send  to the gateway; whether it left
   */
  constructor(now, ask, send) {
    this.#now = now;
    this.#ask = ask;
    this.#send = send;
  }

  /**
   * Sends a command.
   *
   * @param {{id: string, lease?: number, safe?: number}} channel
   * @param {number} value
   * @param {Wish & {id: string}} wish
   * @returns {Promise<Outcome>} its end; never fails
   */
  place(channel, value, { ttl = TTL, confirm, hold, id, onState }) {
    const message = { t: 'command', id, channel: channel.id, value, ttl, ...(confirm ? { confirm } : {}) };
    const first = { id, channel: channel.id, value, state: 'requested', reason: '', text: '', retryAfter: 0 };
    this.#leases.delete(channel.id);
    if (!this.#send(message)) return Promise.resolve({ ...first, state: 'rejected', reason: 'not_connected' });
    const lease = hold && leaseOf(channel, message, this.#now());
    if (lease) this.#leases.set(channel.id, lease);
    return new Promise((resolve) => {
      this.#open.set(id, { outcome: first, resolve, onState, run: this.#run, endsAt: this.#now() + ttl + PATIENCE, askAt: Infinity });
    });
  }

  /** A message came. @param {object} message  checked */
  message(message) {
    if (message.t === 'hello') this.#run = message.stream;
    if (message.t !== 'command') return;
    const lease = this.#leases.get(message.channel);
    if (lease && !isHeld(lease, message)) this.#leases.delete(message.channel);
    this.#told(message);
  }

  /** The connection is gone, and with it the answers that were still to come: they are asked for. */
  lost() {
    this.#leases.clear(); // a gateway that restarted would take a renewal for a new command
    for (const order of this.#open.values()) order.askAt = this.#now() + AGAIN;
  }

  /** Lets time have its effects. @param {number} now */
  tick(now) {
    for (const [channel, lease] of this.#leases) {
      if (isDue(lease, now) && this.#send(lease.message)) this.#leases.set(channel, { ...lease, sentAt: now });
    }
    for (const [id, order] of this.#open) {
      if (now >= order.endsAt) this.#told({ id, state: 'unknown', reason: 'no_answer' });
      else if (now >= order.askAt) this.#find(id, order);
    }
  }

  /** Nobody follows them any more. */
  close() {
    this.#leases.clear();
    for (const id of this.#open.keys()) this.#told({ id, state: 'unknown', reason: 'closed' });
  }

  async #find(id, order) {
    order.askAt = Infinity;
    const run = this.#run;
    const { status, body } = await this.#ask(`api/v1/commands/${encodeURIComponent(id)}`);
    const found = status === 200 ? readCommand(body) : undefined;
    if (found) this.#told(found);
    // Only the run of the gateway that should have got it can say that it did not.
    else if (status === 404) this.#told(run === order.run ? { id, state: 'rejected', reason: 'not_received' } : { id, state: 'unknown', reason: 'forgotten' });
    if (this.#open.has(id)) order.askAt = this.#now() + AGAIN;
  }

  #told({ id, state, reason = '', text = '', retry_after: retryAfter = 0 }) {
    const order = this.#open.get(id);
    if (!order) return;
    const isNews = order.outcome.state !== state;
    order.outcome = { ...order.outcome, state, reason, text, retryAfter };
    if (isNews) order.onState?.(order.outcome);
    if (!ENDS.has(state)) return;
    this.#open.delete(id);
    order.resolve(order.outcome);
  }
}
