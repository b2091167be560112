// Reports errors of Node's modules as logs and answers of APIs do: as texts, by their members, and as JSON.
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Buffer } from 'node:buffer';

const mistakes = {
  '/type': () => Buffer.from(null),
  '/path': () => join(5),
  '/size': () => randomBytes('many'),
  '/encoding': () => Buffer.from('a', 'nope'),
  '/range': () => Buffer.alloc(2).writeUInt8(300),
  '/digest': () => {
    const hash = createHash('md5');
    hash.digest();
    hash.digest();
  },
};

export default {
  fetch(request) {
    const { pathname } = new URL(request.url);
    try {
      mistakes[pathname]?.();
    } catch (error) {
      return Response.json({
        text: `${error}`,
        code: error.code,
        members: Object.keys(error),
        json: JSON.stringify(error),
        kind: [error instanceof Error, error instanceof TypeError, error instanceof RangeError],
      });
    }
    return new Response('no mistake', { status: 404 });
  },
};
