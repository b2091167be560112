// More behaviours of HTMLRewriter; they belong to the group of rewriting.js.
import { inChunks, page, rewrite, rewriteAll, tried } from './rewriting-pages.js';

export const rewritingMore = {
  'refuses a comment that would end itself': async () => {
    let seen;
    await rewrite('<p><!-- c --></p>', 'p', {
      comments(c) {
        seen = tried([
          () => {
            c.text = 'a-->b';
          },
        ]);
      },
    });
    return seen;
  },
  'shows the doctype': async () => {
    const seen = [];
    const doctype = (d) => void seen.push(d.name, d.publicId, d.systemId);
    await rewriteAll('<!DOCTYPE html PUBLIC "-//W3C//DTD" "http://x"><p>', { doctype });
    await rewriteAll('<!doctype>', { doctype });
    return seen;
  },
  'appends to the end of the document, also of an empty one': async () => {
    const end = (d) => void d.append('<x>').append('<y>', { html: true });
    return [await rewriteAll('a', { end }), await rewriteAll('', { end })];
  },
  'calls handlers of the document and of elements in order': async () => {
    const seen = [];
    await new HTMLRewriter()
      .onDocument({
        text: (t) => void seen.push(`document ${t.text}`),
        comments: (c) => void seen.push(`document ${c.text}`),
        end: () => void seen.push('end'),
      })
      .on('*', { element: (e) => void seen.push(e.tagName), text: (t) => void seen.push(t.text) })
      .transform(page('a<p>b<!--c--></p>d'))
      .text();
    return seen;
  },
  'calls handlers on their object': async () => {
    class Counter {
      n = 0;
      element() {
        this.n++;
      }
    }
    const counter = new Counter();
    await rewrite('<p><p>', 'p', counter);
    return counter.n;
  },
  'waits for handlers': () =>
    rewrite('<p>1</p><p>2</p>', 'p', {
      async element(e) {
        await scheduler.wait(1);
        e.append('!');
        e.onEndTag(async (tag) => {
          await scheduler.wait(1);
          tag.before('?');
        });
      },
      async text(t) {
        await null;
        if (t.text !== '') t.replace(`[${t.text}]`);
      },
    }),
  'waits for anything with a then': () =>
    rewrite('<p>1</p>', 'p', {
      element: (e) => ({
        // oxlint-disable-next-line unicorn/no-thenable -- this is what the behaviour is about
        then(done) {
          e.append('T');
          done();
        },
      }),
    }),
  'rewrites several documents at once while their handlers wait': () =>
    Promise.all(
      ['a', 'b', 'c'].map((name, i) =>
        rewrite(`<p>${name}</p><p>${name}</p>`, 'p', {
          async element(e) {
            await scheduler.wait(10 - 3 * i);
            e.append(name);
            await scheduler.wait(3 * i);
            e.prepend(name);
          },
        }),
      ),
    ),
  'rewrites inside a handler': () =>
    rewrite('<p>a</p>', 'p', {
      async element(e) {
        const inner = await rewrite('<b>1</b>', 'b', { element: (b) => void b.append('2') });
        e.setInnerContent(inner, { html: true });
      },
    }),
  'fails with what a handler throws': () =>
    rewrite('<p>1</p>', 'p', {
      element() {
        throw new RangeError('boo');
      },
    }),
  'fails with what a handler rejects with': () =>
    rewrite('<p>1</p>', 'p', {
      async element() {
        await null;
        throw new RangeError('boo');
      },
    }),
  'gives what was written before a handler threw': async () => {
    const rewriter = new HTMLRewriter().on('b', {
      element() {
        throw new RangeError('boo');
      },
    });
    const reader = rewriter.transform(page('<p>1</p><b>2</b>')).body.getReader();
    let seen = '';
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return seen;
        seen += new TextDecoder().decode(value);
      }
    } catch (error) {
      return [seen, error.name, error.message];
    }
  },
  'begins after transform has returned, without a reader': async () => {
    const seen = [];
    new HTMLRewriter().on('p', { element: () => void seen.push('element') }).transform(page('<p>'));
    seen.push('returned');
    await scheduler.wait(5);
    seen.push('waited');
    return seen;
  },
  'reads tags that chunks cut apart': async () => {
    const seen = [];
    const response = new Response(inChunks(['<p cla', 'ss="a">h', 'i</p', '><p>x</p>']));
    const text = await new HTMLRewriter()
      .on('p', { element: (e) => void e.setAttribute('k', '1'), text: (t) => void seen.push(t.text) })
      .transform(response)
      .text();
    return [text, seen.join('')];
  },
  'reads characters that chunks cut apart': async () => {
    const bytes = [...new TextEncoder().encode('<p>é€😀</p>')].map((byte) => new Uint8Array([byte]));
    const seen = [];
    const text = await new HTMLRewriter()
      .on('p', { text: (t) => void seen.push(t.text) })
      .transform(new Response(inChunks(bytes)))
      .text();
    return [text, seen.join('')];
  },
  'speaks the character set of the response': async () => {
    const bytes = new Uint8Array([60, 112, 62, 233, 60, 47, 112, 62]);
    const response = page(bytes, { 'content-type': 'text/html; charset=iso-8859-1' });
    const rewriter = new HTMLRewriter().on('p', {
      element: (e) => void e.append('ü€'),
      text: (t) => void t.after(t.text),
    });
    return rewriter.transform(response).arrayBuffer();
  },
  'refuses unknown character sets': () =>
    new HTMLRewriter().transform(page('x', { 'content-type': 'text/html; charset=nope' })).text(),
  'refuses character sets that do not contain ASCII': () =>
    new HTMLRewriter().transform(page('x', { 'content-type': 'text/html; charset=utf-16' })).text(),
  'refuses markup that it cannot read in one pass': () =>
    rewrite('<select><xmp><script>"use"</select></script></xmp>', '*', { element() {} }),
  'inserts streams and responses': () =>
    rewrite('<p>a</p>', 'p', {
      element(e) {
        e.append(new Response('<i>').body, { html: true }).prepend(new Response('<i>'));
      },
    }),
  'may be used again, and again with more handlers': async () => {
    const rewriter = new HTMLRewriter().on('p', { element: (e) => void e.append('!') });
    const first = rewriter.transform(page('<p></p>'));
    rewriter.on('p', { element: (e) => void e.append('?') });
    return [await first.text(), await rewriter.transform(page('<p></p>')).text()];
  },
  'rewrites what was rewritten': () =>
    new HTMLRewriter()
      .on('i', { element: (e) => void e.append('?') })
      .transform(
        new HTMLRewriter()
          .on('p', { element: (e) => void e.append('<i></i>', { html: true }) })
          .transform(page('<p></p>')),
      )
      .text(),
  'can be cloned': async () => {
    const response = new HTMLRewriter()
      .on('p', { element: (e) => void e.append('!') })
      .transform(page('<p></p>'));
    const copy = response.clone();
    return [await response.text(), await copy.text()];
  },
  'knows namespaces': async () => {
    const seen = [];
    await rewrite('<svg><a/></svg><math><mi></mi></math>', '*', {
      element: (e) => void seen.push(e.tagName, e.namespaceURI),
    });
    return seen;
  },
  'writes nothing into self-closing elements of SVG': () =>
    rewrite('<svg><a/></svg><div/>x', 'a,div', { element: (e) => void e.append('z').after('!') }),
  'leaves an unfinished tag alone': () => rewrite('<p>a<b', 'b', { element: (e) => void e.before('!') }),
  'tells what handlers throw by a copy of its kind': async () => {
    class Missing extends Error {
      name = 'Missing';
    }
    const range = Object.assign(new RangeError('range', { cause: new Error('cause') }), { code: 7 });
    const thrown = [range, new Missing('a page'), new DOMException('gone', 'AbortError'), 'text', [1], null];
    const told = [];
    for (const error of thrown) {
      const fail = async () => {
        await scheduler.wait(1);
        throw error;
      };
      const signal = AbortSignal.any([AbortSignal.abort(error)]);
      for (const run of [() => rewrite('<p>', 'p', { element: fail }), () => scheduler.wait(1, { signal })]) {
        const caught = await run().catch((one) => one);
        told.push([caught === error, caught.constructor.name, caught.name, caught.message, caught.code]);
      }
    }
    return told;
  },
};
