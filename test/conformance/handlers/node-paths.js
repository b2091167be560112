// What node:path makes of texts that are no tidy paths.
import path from 'node:path';

const TEXTS = [
  ...['', '.', '..', '/', '//', '///a', '//a', '//a//b/../c/', '/a/b/..', 'a/../..', './a', 'a//b', '/../a'],
  ...[
    'a/b/',
    './/a',
    '../../a/../b',
    '/a/./b/.',
    'file.',
    '.bashrc',
    'a.b.c',
    '.a.b',
    'a/.b',
    '...',
    '/a/b.c/',
  ],
];
const JOINED = [
  [],
  [''],
  ['', ''],
  ['/', '/a'],
  ['//', 'a'],
  ['a', '', 'b'],
  ['..', 'a', '..'],
  ['/a', '../../b'],
];
const FROM_TO = [
  ...[
    ['/a/b/c', '/a/d'],
    ['a', 'b'],
    ['/a', '/a'],
    ['/a', '/a/b'],
    ['/', '/a'],
    ['/a/b', '/'],
    ['/foo', '/foobar'],
  ],
];
const { win32 } = path;

const outcome = (run) => {
  try {
    return run();
  } catch (error) {
    return [error.name, error.code, error.message];
  }
};

const ANSWERS = {
  '/parts': () =>
    TEXTS.map((text) => [
      path.basename(text),
      path.basename(text, '.c'),
      path.extname(text),
      path.parse(text),
    ]),
  '/folders': () => TEXTS.map((text) => [path.dirname(text), path.normalize(text), path.isAbsolute(text)]),
  '/joined': () => [
    JOINED.map((parts) => path.join(...parts)),
    FROM_TO.map(([from, to]) => path.relative(from, to)),
    path.resolve('/a', 'b', '../c'),
    path.resolve('/a/', '/b'),
    path.format({ dir: '/a', base: 'b' }),
    path.format({ root: '/', name: 'f', ext: 'txt' }),
  ],
  '/windows': () => [
    win32.join('a', '..', 'b\\c'),
    win32.normalize('C:/a/../b'),
    win32.resolve('C:\\a', '..', 'b'),
    win32.parse('C:\\p\\f.t'),
    win32.relative('C:\\a\\b', 'C:\\A\\c'),
    win32.dirname('\\\\server\\share\\x'),
  ],
  '/refused': () => [
    outcome(() => path.join('a', 1)),
    outcome(() => path.resolve('a', null)),
    outcome(() => path.basename('a', 5)),
    outcome(() => path.format(null)),
    outcome(() => path.matchesGlob('/a', '/*')),
    Object.keys(path),
  ],
};

export default {
  fetch: (request) => Response.json(ANSWERS[new URL(request.url).pathname]?.() ?? null),
};
