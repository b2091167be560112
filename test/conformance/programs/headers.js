// Behaviours of Headers.
const list = (headers) => [...headers];

export const headers = {
  'joins values of a name': () => {
    const h = new Headers({ A: '1' });
    h.append('a', '2');
    return [h.get('A'), list(h)];
  },
  'sorts and lowers names when walked': () => list(new Headers({ B: '1', a: '2', 'X-Y': '3' })),
  'sets in place of appending': () => {
    const h = new Headers([
      ['a', '1'],
      ['a', '2'],
    ]);
    h.set('A', '3');
    return list(h);
  },
  'deletes and asks': () => {
    const h = new Headers({ a: '1' });
    const had = h.has('A');
    h.delete('A');
    return [had, h.has('a'), h.get('a')];
  },
  'keeps cookies apart': () => {
    const h = new Headers();
    h.append('Set-Cookie', 'a=1');
    h.append('set-cookie', 'b=2; Path=/');
    return [h.getSetCookie(), h.get('set-cookie'), list(h)];
  },
  'has getAll for cookies only': () => {
    const h = new Headers();
    h.append('set-cookie', 'a=1');
    h.append('set-cookie', 'b=2');
    return h.getAll('Set-Cookie');
  },
  'refuses getAll of other names': () => new Headers({ a: '1' }).getAll('a'),
  'trims values': () => new Headers({ a: ' \t x y \n' }).get('a'),
  'refuses wrong names': () => new Headers({ 'a b': '1' }),
  'takes empty names': () => new Headers().append('', '1'),
  'refuses line breaks in values': () => new Headers({ a: 'x\ny' }),
  'refuses null bytes in values': () => new Headers({ a: 'x\u0000y' }),
  'converts values to texts': () => list(new Headers({ a: 1, b: null, c: undefined, d: true })),
  'keeps other characters in values': () => new Headers({ a: '\u00e9' }).get('a'),
  'is made from other headers': () => {
    const h = new Headers({ a: '1' });
    const copy = new Headers(h);
    copy.set('a', '2');
    return [h.get('a'), copy.get('a')];
  },
  'is made from maps': () => list(new Headers(new Map([['a', 'b']]))),
  'refuses pairs that are none': () => new Headers([['a']]),
  'takes undefined for nothing': () => list(new Headers(undefined)),
  'refuses null': () => new Headers(null),
  'walks keys, values and forEach': () => {
    const h = new Headers({ b: '1', a: '2' });
    const seen = [[...h.keys()], [...h.values()], [...h.entries()]];
    h.forEach((value, name, self) => seen.push([value, name, self === h]));
    return seen;
  },
  'gives null for what is absent': () => new Headers().get('x'),
  'needs its arguments': () => new Headers().set('a'),
  'names its class': () => [String(new Headers()), Object.prototype.toString.call(new Headers().entries())],
  'is immutable on a request that came in': ({ request }) => request.headers.set('a', '1'),
  'is mutable on a copy of a request': ({ request }) => {
    const copy = new Request(request);
    copy.headers.set('a', '1');
    return copy.headers.get('a');
  },
};
