// Answers small queries.
const DATA = { user: (args) => ({ id: args.id, name: `user ${args.id}` }), time: () => 0 };

function parse(query) {
  const fields = [];
  for (const [, name, args = '', selection = ''] of query.matchAll(
    /(\w+)(?:\(([^)]*)\))?\s*(?:\{([^}]*)\})?/g,
  )) {
    fields.push({
      name,
      args: Object.fromEntries([...args.matchAll(/(\w+):\s*"?(\w+)"?/g)].map(([, k, v]) => [k, v])),
      keys: selection.match(/\w+/g),
    });
  }
  return fields;
}

export default {
  async fetch(request) {
    if (request.method !== 'POST')
      return Response.json({ errors: [{ message: 'POST only' }] }, { status: 405 });
    const { query = '' } = await request.json();
    const data = {};
    const errors = [];
    for (const { name, args, keys } of parse(query.trim().replace(/^\{|\}$/g, ''))) {
      if (!Object.hasOwn(DATA, name)) {
        errors.push({ message: `no field ${name}` });
        continue;
      }
      const value = DATA[name](args);
      data[name] = keys ? Object.fromEntries(keys.map((key) => [key, value[key] ?? null])) : value;
    }
    return Response.json(errors.length > 0 ? { data, errors } : { data });
  },
};
