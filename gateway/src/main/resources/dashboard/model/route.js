/**
 * The address is the whole state of the view: what is shown can be bookmarked, sent and gone back to.
 *
 * @typedef {object} Address  What a page has in its address beside its path.
 * @property {(query: URLSearchParams, below: string) => object} read  whatever the query says, and what stands below the
 *   path; makes the best of it
 * @property {(view: object) => URLSearchParams} write
 * @property {(view: object) => string} [below]  what stands below the path; empty for nothing. Without it nothing ever does
 *
 * @typedef {object} Route
 * @property {string} page  name
 * @property {Record<string, object>} views  what each page shows of all that it can, by its name
 *
 * @typedef {{name: string, path: string, address?: Address}} Page  as far as routes go
 */

/** @param {Page[]} pages @param {string} path @param {string} search @returns {Route} */
export const readRoute = (pages, path, search) => {
  const isBelow = (each) => Boolean(each.address?.below) && path.startsWith(`${each.path}/`);
  const page = pages.find((each) => each.path === path) ?? pages.find(isBelow) ?? pages[0];
  const viewOf = ({ address }, query, below) => address?.read(new URLSearchParams(query), below) ?? {};
  const viewAt = (each) => (each === page ? viewOf(each, search, path.slice(each.path.length + 1)) : viewOf(each, '', ''));
  const views = Object.fromEntries(pages.map((each) => [each.name, viewAt(each)]));
  return { page: page.name, views };
};

/** @param {Page[]} pages @param {Route} route @returns {string} path and query */
export const addressOf = (pages, { page, views }) => {
  const { path, address } = pages.find(({ name }) => name === page);
  const query = String(address?.write(views[page]) ?? '').replaceAll('%2C', ',');
  const below = address?.below?.(views[page]) ?? '';
  return `${path}${below && `/${below}`}${query && `?${query}`}`;
};
