/**
 * Which cards stand where. What is wrong comes first, but nothing moves under a finger: while somebody uses the page, cards
 * stay where they are, and only what is new is added at the end.
 *
 * @typedef {import('./cards.js').Card} Card
 *
 * @typedef {object} Placed
 * @property {string} id  of the device
 * @property {boolean} told  whether its card has a line for why it is not up
 *
 * @typedef {object} Group
 * @property {string} key
 * @property {string} title  may be empty
 * @property {Placed[]} cards
 */
import { rankOf } from '../../model/fleet/standing.js';

/** How long after it was used last a page is left as it is, ms. */
export const REST = 10_000;

const NORMAL = rankOf('normal');
const isAbnormal = ({ condition }) => rankOf(condition) < NORMAL;
const byWorst = (a, b) => rankOf(a.condition) - rankOf(b.condition);
const byName = (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true });

const SORTED = { worst: byWorst, age: (a, b) => a.heardAt - b.heardAt, name: byName };

const isShown = (card, { show, area }, { hidden }) => {
  if (area && card.area !== area) return false;
  if (show === 'all') return isAbnormal(card) || !hidden.includes(card.id);
  return show === 'abnormal' ? isAbnormal(card) : card.condition === show;
};

/** In the order that was arranged; what is not in it follows as it came. */
const arranged = (cards, order) => {
  const place = new Map(order.map((id, i) => [id, i]));
  return cards.toSorted((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity) || 0);
};

const groupOf = (key, title, cards) => ({
  key,
  title,
  cards: cards.map((card) => ({ id: card.id, told: isAbnormal(card) && card.condition !== 'doubtful' })),
});

/**
 * @param {Card[]} cards
 * @param {import('./address.js').OverviewView} view
 * @param {import('../../model/fleet/layout.js').Layout} layout
 * @param {boolean} [whole]  whether what is hidden is shown too, and nothing comes first: to arrange it
 * @returns {Group[]}
 */
export const arrangementOf = (cards, view, layout, whole = false) => {
  const shown = whole ? cards : cards.filter((card) => isShown(card, view, layout));
  if (view.sort !== 'area') return [groupOf('all', '', shown.toSorted(SORTED[view.sort]))].filter(({ cards: all }) => all.length);
  const isFirst = (card) => !whole && isAbnormal(card);
  const isPinned = ({ id }) => layout.pinned.includes(id);
  const first = shown.filter(isFirst).sort(byWorst);
  const rest = arranged(shown.filter((card) => !isFirst(card)), layout.order);
  const pinned = rest.filter(isPinned);
  const others = rest.filter((card) => !isPinned(card));
  const areas = [...new Set(others.map(({ area }) => area))].sort((a, b) => (a ? 0 : 1) - (b ? 0 : 1));
  const isOneArea = areas.length < 2 && !first.length && !pinned.length;
  const titleOf = (area) => area || (isOneArea ? '' : 'Elsewhere');
  return [
    groupOf('first', 'Not normal', first),
    groupOf('pinned', 'Pinned', pinned),
    ...areas.map((area) => groupOf(`area ${area}`, titleOf(area), others.filter((card) => card.area === area))),
  ].filter(({ cards: all }) => all.length);
};

/** An arrangement that lies still while the page is used. Owner: the page. */
export class SteadyArrangement {
  #groups = [];
  #wanted = '';

  /**
   * @param {Group[]} next  as it should be
   * @param {string} wanted  what a person asked for; when that is another, it is given at once
   * @param {boolean} busy  whether somebody uses the page
   * @param {Map<string, Card>} cards  that there are
   * @returns {Group[]}
   */
  follow(next, wanted, busy, cards) {
    if (!busy || wanted !== this.#wanted) {
      this.#wanted = wanted;
      this.#groups = next;
      return next;
    }
    this.#groups = this.#kept(cards, next);
    return this.#groups;
  }

  /** As it was, without what is gone, and with what is new at the end. */
  #kept(cards, next) {
    const known = new Set(this.#groups.flatMap((group) => group.cards.map(({ id }) => id)));
    const kept = this.#groups.map((group) => ({ ...group, cards: group.cards.filter(({ id }) => cards.has(id)) }));
    const added = next
      .filter((group) => group.key !== 'first')
      .flatMap((group) => group.cards)
      .filter(({ id }) => !known.has(id));
    if (!added.length) return kept;
    const last = kept.at(-1) ?? { key: 'all', title: '', cards: [] };
    return [...kept.slice(0, -1), { ...last, cards: [...last.cards, ...added] }];
  }
}
