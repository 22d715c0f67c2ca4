/**
 * Where the page is: the owner of the route. It follows the address, and the address follows it.
 *
 * @typedef {import('../page/pages.js').Page} Page
 *
 * @typedef {object} Shown
 * @property {Page} page
 * @property {object} view  what of it, as in its address
 * @property {(facts: object, view: object) => unknown} render  draws it
 */
import { addressOf, readRoute } from '../model/route.js';

export class Navigation {
  #pages;
  #world;
  #shown;
  /** @type {import('../model/route.js').Route} */
  #route;

  /**
   * @param {Page[]} pages
   * @param {object} world
   * @param {() => {path: string, search: string}} world.address
   * @param {(address: string) => void} world.push  makes a step to go back from
   * @param {(address: string) => void} world.replace
   * @param {(shown: Shown) => void} shown  called when there is something else to draw
   */
  constructor(pages, world, shown) {
    this.#pages = pages;
    this.#world = world;
    this.#shown = shown;
  }

  /** Goes where the address says. */
  follow() {
    const { path, search } = this.#world.address();
    return this.#go(readRoute(this.#pages, path, search));
  }

  /** Goes to a page, which shows what it showed last. @param {string} name @param {object} [changes]  of its view */
  page(name, changes = {}) {
    const { views } = this.#route;
    return this.#move({ page: name, views: { ...views, [name]: { ...views[name], ...changes } } });
  }

  /** Shows something else of the page. @param {object} changes  of its view */
  view(changes) {
    const { page, views } = this.#route;
    return this.#move({ page, views: { ...views, [page]: { ...views[page], ...changes } } });
  }

  #move(route) {
    const { path, search } = this.#world.address();
    const address = addressOf(this.#pages, route);
    if (address !== path + search) {
      // Another page is a step to go back from; another range or cursor is not.
      this.#world[route.page === this.#route.page ? 'replace' : 'push'](address);
    }
    return this.#go(route);
  }

  async #go(route) {
    this.#route = route;
    const page = this.#pages.find(({ name }) => name === route.page);
    const { render } = await page.load();
    // Somebody may have gone on while it was fetched.
    if (route === this.#route) this.#shown({ page, view: route.views[page.name], render });
  }
}
