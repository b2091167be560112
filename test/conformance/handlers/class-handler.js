// Is built of classes with private state, getters and generators.
class Store {
  #rows = new Map();
  static #made = 0;
  constructor() {
    Store.#made += 1;
  }
  static get made() {
    return Store.#made;
  }
  add(key, value) {
    this.#rows.set(key, value);
    return this;
  }
  *[Symbol.iterator]() {
    yield* [...this.#rows].sort(([a], [b]) => a.localeCompare(b));
  }
  toJSON() {
    return Object.fromEntries(this);
  }
}

export default {
  async fetch(request) {
    const store = new Store();
    for (const [key, value] of new URL(request.url).searchParams) store.add(key, value);
    const big = 2n ** 64n;
    const { a = 'none', ...rest } = store.toJSON();
    return Response.json({
      store,
      a,
      rest,
      made: Store.made > 0,
      big: String(big),
      tagged: String.raw`\n${a}`,
      chained: rest?.deep?.er ?? null,
    });
  },
};
