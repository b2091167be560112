// Extends the platform while it starts, as libraries of older days do, and uses what it added.
Array.prototype.last = function () {
  return this[this.length - 1];
};
Object.defineProperty(String.prototype, 'shout', {
  value() {
    return `${this.toUpperCase()}!`;
  },
});
Response.text = (text, init) => new Response(text, init);
Headers.prototype.names = function () {
  return [...this.keys()];
};
BigInt.prototype.toJSON = function () {
  return String(this);
};
const plainFetch = globalThis.fetch;
let asked = 0;
globalThis.fetch = (...args) => {
  asked += 1;
  return plainFetch(...args);
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/text') return Response.text('hello'.shout(), { status: 201 });
    if (pathname === '/names') return Response.json(new Headers({ b: '1', a: '2' }).names());
    const answer = await (await fetch('http://upstream.test/text')).text();
    return Response.json({ last: [1, 2, 3].last(), big: 12345678901234567890n, answer, asked: asked > 0 });
  },
};
