/**
 * The address is the whole state of the view: what is shown can be bookmarked, sent and gone back to.
 *
 * @typedef {object} Address  What a page has in its address beside its path.
 * @property {(query: URLSearchParams) => object} read  whatever the query says; makes the best of it
 * @property {(view: object) => URLSearchParams} write
 *
 * @typedef {object} Route
 * @property {string} page  name
 * @property {Record<string, object>} views  what each page shows of all that it can, by its name
 *
 * @typedef {{name: string, path: string, address?: Address}} Page  as far as routes go
 */

/** @param {Page[]} pages @param {string} path @param {string} search @returns {Route} */
export const readRoute = (pages, path, search) => {
  const page = pages.find((each) => each.path === path) ?? pages[0];
  const viewOf = ({ address }, query) => address?.read(new URLSearchParams(query)) ?? {};
  const views = Object.fromEntries(pages.map((each) => [each.name, viewOf(each, each === page ? search : '')]));
  return { page: page.name, views };
};

/** @param {Page[]} pages @param {Route} route @returns {string} path and query */
export const addressOf = (pages, { page, views }) => {
  const { path, address } = pages.find(({ name }) => name === page);
  const query = String(address?.write(views[page]) ?? '').replaceAll('%2C', ',');
  return query ? `${path}?${query}` : path;
};
