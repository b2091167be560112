// Asks for Node's modules by their names while it runs: as bundles of libraries do that were CommonJS once.
import { createRequire } from 'node:module';

const require = createRequire('/');
const { EventEmitter } = require('node:events');
const { join } = require('path');

const outcome = async (run) => {
  try {
    return await run();
  } catch (error) {
    return error.name;
  }
};

export default {
  async fetch(request) {
    const emitter = new EventEmitter();
    const heard = [];
    emitter.on('a', (value) => heard.push(value));
    emitter.emit('a', 1);
    const name = new URL(request.url).searchParams.get('name');
    const found = await outcome(async () => {
      const module = await import(['node', name].join(':'));
      return [typeof module.default, Object.keys(module).length > 1];
    });
    return Response.json({
      heard,
      joined: join('a', '..', 'b'),
      same: require('node:path') === require('path'),
      required: await outcome(() => typeof require(name)),
      builtin: typeof process.getBuiltinModule(`node:${name}`),
      found,
    });
  },
};
