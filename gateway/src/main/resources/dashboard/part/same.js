/** Whether two facts are told apart by nothing that is shown; so an unchanged part is not rendered again. */
export const same = (a, b) => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (!Array.isArray(a) && Object.getPrototypeOf(a) !== Object.prototype) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => same(a[name], b[name]));
};

/** For a Lit property that holds plain facts. */
export const facts = { attribute: false, hasChanged: (value, before) => !same(value, before) };
