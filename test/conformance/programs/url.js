// Behaviours of URL, URLSearchParams and URLPattern.
const members = (u) => [
  u.href,
  u.origin,
  u.protocol,
  u.username,
  u.password,
  u.host,
  u.hostname,
  u.port,
  u.pathname,
  u.search,
  u.hash,
];
const href = (text, base) => new URL(text, base).href;
const each = (texts) => texts.map((text) => (URL.canParse(text) ? href(text) : 'invalid'));

export const url = {
  'keeps bytes of a query that are no UTF-8 as they are written': () => {
    const u = new URL('http://a.test/?q=caf%e9+x&%FF=%C3%28&utm=1');
    u.searchParams.delete('utm');
    const params = new URLSearchParams('a=%FF&a=é%E9~&b=%ed%a0%80&c=%zz%EF%BF%BD');
    params.set('b', params.get('b'));
    params.sort();
    return [
      u.search,
      [...u.searchParams],
      String(params),
      params.getAll('a'),
      String(new URLSearchParams(params)),
    ];
  },
  'splits a full URL into its members': () =>
    members(new URL('https://user:pa%20ss@EXAMPLE.com:8080/a/../b/./c?x=1&y=2#frag')),
  'has no members beyond the scheme for an opaque path': () =>
    members(new URL('data:text/plain,hi there?q#h')),
  'drops default ports only': () =>
    each([
      'https://a.b:443/',
      'http://a.b:80/x',
      'ws://a:80/',
      'wss://a:443/',
      'ftp://a:21/',
      'http://a.b:443/',
      'http://a:0080/',
    ]),
  'understands IPv4 in every notation': () =>
    each([
      'http://0x7f.1/',
      'http://2130706433/',
      'http://127.0.0.1./',
      'http://0300.168.1.1/',
      'http://256.1.1.1/',
      'http://a.b.5/',
    ]),
  'understands IPv6': () =>
    each([
      'http://[::1]:3000/',
      'http://[2001:DB8::0:1]/',
      'http://[::ffff:1.2.3.4]/',
      'http://[::1',
      'http://[1:2]/',
    ]),
  'encodes international names': () =>
    each([
      'http://ü.com/ü?ü#ü',
      'http://faß.de/',
      'http://日本語.jp/',
      'http://xn--/',
      'http://a\u00adb.com/',
      'http://A.COM/',
    ]),
  'refuses what is no URL': () =>
    each([
      'http://',
      'http://a b/',
      '//x',
      'http://a:99999/',
      'http://a%00b/',
      '',
      'http://a<b',
      'https://',
      'x',
      '/path',
    ]),
  'turns backslashes of special schemes into slashes': () =>
    each(['http:\\\\a\\b', 'https:/\\a.com\\..\\x', 'foo:\\\\a\\b']),
  'strips white space and tabs': () => each(['  http://a.com/\n', 'http://a.com/a\tb\nc', '\u0000http://a/']),
  'removes dot segments, encoded ones too': () =>
    each(['http://a/b/../c/./d', 'http://a/b/%2e%2E/c', 'http://a/../../x', 'http://a/b/..', 'http://a/b/.']),
  'percent-encodes paths': () => new URL('http://a/\'"<>`{}|^\\ \u00ef%zz%2F').pathname,
  'percent-encodes queries': () => new URL('http://a/?\'"<>`{}|^\\ \u00ef%zz%2F').search,
  'percent-encodes fragments': () => new URL('http://a/#\'"<>`{}|^\\ \u00ef%zz%2F').hash,
  'percent-encodes user information': () => members(new URL('http://us er:p@ss:w/rd@h/')),
  'resolves relative references': () =>
    ['../x?y#z', '?q', '#q', '', '//z', '/abs', 'g;x=1/../y', 'http:g', './', '../../../up'].map((text) =>
      href(text, 'http://b/c/d/e?f#g'),
    ),
  'resolves against a base with an opaque path only fragments': () => [
    URL.canParse('#x', 'mailto:a@b'),
    URL.canParse('x', 'mailto:a@b'),
    href('#x', 'mailto:a@b'),
  ],
  'refuses a base that is no URL': () => href('x', 'nope'),
  'sets every member': () => {
    const u = new URL('http://a.com/p?q#h');
    u.pathname = '/z z';
    u.search = 'a=b c';
    u.hash = 'h h';
    u.host = 'b.com:81';
    u.protocol = 'https';
    u.username = 'us er';
    u.password = 'p@';
    return u.href;
  },
  'ignores impossible values of members': () => {
    const u = new URL('http://a.com:8/p');
    u.protocol = 'data';
    u.host = '';
    u.port = 'abc';
    u.hostname = 'x y';
    u.port = '99999';
    return u.href;
  },
  'reads a port up to its first other character': () => {
    const u = new URL('http://a.com');
    u.port = '81abc';
    return u.port;
  },
  'clears members with empty texts': () => {
    const u = new URL('http://u:p@a.com:81/p?q#h');
    u.port = '';
    u.search = '';
    u.hash = '';
    u.username = '';
    u.password = '';
    return u.href;
  },
  'throws when href is set to what is no URL': () => {
    new URL('http://a/').href = 'nope';
  },
  'has an origin of null for other schemes': () =>
    ['file:///a', 'data:,x', 'blob:https://a.com/x', 'javascript:1', 'about:blank'].map(
      (text) => new URL(text).origin,
    ),
  'needs an argument': () => new URL(),
  'offers canParse and parse': () => [
    URL.canParse('http://a'),
    URL.canParse('x'),
    URL.canParse('x', 'http://a'),
    URL.parse('x'),
    URL.parse('x', 'http://a/b/').href,
  ],
  'becomes its href in JSON and texts': () => [
    JSON.stringify({ u: new URL('http://a') }),
    `${new URL('http://b')}`,
    new URL('http://c').toJSON(),
  ],
  'refuses createObjectURL': () => URL.createObjectURL(new Blob(['x'])),
  'keeps an empty query mark in href but not in search': () => [
    href('http://a/?'),
    new URL('http://a/?').search,
    href('http://a/#'),
    new URL('http://a/#').hash,
  ],
  'has no enumerable own members': () => [
    Object.keys(new URL('http://a/')),
    Object.prototype.toString.call(new URL('http://a/')),
  ],
  'binds searchParams to the URL': () => {
    const u = new URL('http://a/?a=1&b=%20');
    const p = u.searchParams;
    p.append('c', 'x y');
    const first = u.href;
    u.search = '?z=9';
    const second = [...p];
    p.delete('z');
    return [first, second, u.href, p === u.searchParams];
  },
  'reads a query': () => [...new URLSearchParams('?a=1&b=%20x+y&c&=d&a=2&%=%zz&&x=%F0%9F%98%80')],
  'writes a query': () => new URLSearchParams({ a: "~!*()'-._ \u{1f600}\ud800&=+%", 'b c': '' }).toString(),
  'is made from pairs, records, maps and other parameters': () => [
    String(new URLSearchParams([['a', 'b'], new Set(['c', 'd'])])),
    String(new URLSearchParams({ x: 1, y: null })),
    String(new URLSearchParams(new Map([['a', 'b']]))),
    String(new URLSearchParams(new URLSearchParams('q=1'))),
    String(new URLSearchParams()),
  ],
  'takes undefined for nothing': () => String(new URLSearchParams(undefined)),
  'refuses pairs that are none': () => new URLSearchParams([['a']]),
  'refuses numbers where pairs belong': () => new URLSearchParams([1]),
  'sorts by code units and keeps the order of equals': () => {
    const p = new URLSearchParams('z=1&a=2&z=0&b=3&\ufb03=&\u{1f308}=&aa=&a=1');
    p.sort();
    return String(p);
  },
  'finds, counts and deletes by name and value': () => {
    const p = new URLSearchParams('a=1&a=2&b=3');
    const before = [p.get('a'), p.get('x'), p.getAll('a'), p.has('a', '2'), p.has('a', '3'), p.size];
    p.delete('a', '1');
    p.set('b', '4');
    p.set('n', '5');
    return [...before, String(p), p.size];
  },
  'sets the first and drops the rest': () => {
    const p = new URLSearchParams('a=1&b=2&a=3');
    p.set('a', '9');
    return String(p);
  },
  'walks its pairs live': () => {
    const p = new URLSearchParams('a=1&b=2&c=3');
    const seen = [];
    for (const [name] of p) {
      seen.push(name);
      if (name === 'a') p.delete('b');
    }
    return seen;
  },
  'walks keys, values and forEach': () => {
    const p = new URLSearchParams('a=1&b=2');
    const seen = [[...p.keys()], [...p.values()]];
    p.forEach((value, name, self) => seen.push([value, name, self === p]));
    return seen;
  },
  'keeps a byte order mark in values': () =>
    [...new URLSearchParams('a=%EF%BB%BFx&b=%ff')].map(([, value]) => [...value].map((c) => c.charCodeAt(0))),
  'needs its arguments': () => new URLSearchParams().append('a'),
  'has iterators that are iterable': () => {
    const i = new URLSearchParams('a=1').entries();
    return [i[Symbol.iterator]() === i, typeof i.next, i.next().value];
  },
  'matches patterns with groups': () => {
    const p = new URLPattern({ pathname: '/users/:id/*' });
    const m = p.exec('https://x.com/users/42/a/b');
    return [
      p.test('https://x.com/users/1/'),
      p.test('https://x.com/user/1/'),
      m.pathname.groups.id,
      m.pathname.groups[0],
      m.hostname.input,
    ];
  },
  'matches patterns relative to a base': () => {
    const p = new URLPattern('/a/:b(\\d+)', 'https://x.com');
    return [
      p.test('https://x.com/a/12'),
      p.test('https://x.com/a/b'),
      p.test('https://y.com/a/12'),
      p.protocol,
      p.port,
      p.hostname,
    ];
  },
  'reads the groups of patterns as regular expressions with sets': () =>
    ['[a-z-]+', '[a-z\\-]+', '[^/]+', '[^\\/]+', '[[a-z]--b]+', '\\p{L}+', '[a(b]', '(?:x|y)', '\\-x'].map(
      (group) => {
        try {
          return new URLPattern({ pathname: `/:id(${group})` }).exec('https://x.com/a')?.pathname.groups.id;
        } catch (error) {
          return `${error.name}: ${error.message}`;
        }
      },
    ),
  'matches optional groups and subdomains': () => {
    const p = new URLPattern('https://*.example.com/:cat{/:item}?');
    return ['https://www.example.com/x', 'https://www.example.com/x/y', 'https://example.com/x'].map(
      (text) => p.exec(text)?.pathname.groups.item ?? (p.test(text) ? 'none' : 'no match'),
    );
  },
  'refuses a relative pattern without a base': () => new URLPattern('foo'),
  'ignores case when asked to': () => [
    new URLPattern({ pathname: '/FOO' }, { ignoreCase: true }).test('http://a/foo'),
    new URLPattern({ pathname: '/FOO' }).test('http://a/foo'),
  ],
  'knows whether a pattern has regular expressions': () => [
    new URLPattern({ pathname: '/(\\d+)' }).hasRegExpGroups,
    new URLPattern({ pathname: '/:x' }).hasRegExpGroups,
  ],
};
