// Behaviours of HTMLRewriter: selectors, what handlers see and may change, how it is written, and what happens when they wait or throw.
import { SELECTORS, page, rewrite, sized, tried } from './rewriting-pages.js';

export const rewriting = {
  'counts what each selector matches': async () => {
    const counts = {};
    for (const selector of SELECTORS) {
      counts[selector] = 0;
      await rewrite(sized, selector, {
        element() {
          counts[selector]++;
        },
      });
    }
    return counts;
  },
  'refuses selectors that it does not know': () =>
    tried(
      ['a[', 'a:hover', '', 'a + b', 'a::before'].map((s) => () => new HTMLRewriter().on(s, {}) && 'taken'),
    ),
  'refuses what are no handlers': () =>
    tried([
      () => new HTMLRewriter().on('a'),
      () => new HTMLRewriter().on('a', 5),
      () => new HTMLRewriter().on('a', { element: 5 }),
      () => new HTMLRewriter().on('a', { text: null }),
      () => new HTMLRewriter().onDocument('x'),
      () => new HTMLRewriter().onDocument({ end: {} }),
    ]),
  'refuses to transform what is no response': () => new HTMLRewriter().transform('<p>'),
  'chains registrations': () => {
    const rewriter = new HTMLRewriter();
    return [rewriter.on('a', {}) === rewriter, rewriter.onDocument({}) === rewriter];
  },
  'gives back a response without a body': () => {
    const response = new Response(null);
    return new HTMLRewriter().transform(response) === response;
  },
  'keeps status and headers, also the length': () => {
    const given = new Response('x', { status: 203, headers: { 'content-length': '1', etag: '"q"' } });
    const response = new HTMLRewriter().transform(given);
    return [response.status, [...response.headers], given.bodyUsed, response.bodyUsed];
  },
  'refuses a response that was read': async () => {
    const response = page('x');
    await response.text();
    return new HTMLRewriter().transform(response).text();
  },
  'shows an element': () =>
    rewrite('<P class=a ID="b">hi</P>', 'p', {
      element(e) {
        const seen = [e.tagName, e.namespaceURI, e.removed, [...e.attributes], e.getAttribute('id')];
        e.setInnerContent(JSON.stringify([...seen, e.getAttribute('z'), e.hasAttribute('CLASS')]), {
          html: true,
        });
      },
    }),
  'lists attributes by an iterator of its own': async () => {
    let seen;
    await rewrite('<p a b=1>', 'p', {
      element({ attributes }) {
        seen = [String(attributes), attributes[Symbol.iterator]() === attributes, attributes.next()];
        seen.push(attributes.next(), attributes.next(), attributes.next());
      },
    });
    return seen;
  },
  'leaves untouched tags as they were': () =>
    rewrite('<P  A=\'x"y\'  B="x\'y" c=x d >hi</P >', 'p', { element() {} }),
  'writes changed attributes in double quotes': () =>
    rewrite('<p a=\'x"y\' b="x\'y" c=x d>hi</p>', 'p', {
      element(e) {
        e.setAttribute('new', 'a"b<c>&').setAttribute('b', 'z').setAttribute('UP', 5).removeAttribute('C');
      },
    }),
  'refuses bad names': async () => {
    let seen;
    await rewrite('<p>', 'p', {
      element(e) {
        seen = tried([
          () => e.setAttribute('a b', '1'),
          () => e.setAttribute('', '1'),
          () => {
            e.tagName = 'a b';
          },
          () => {
            e.tagName = '';
          },
        ]);
      },
    });
    return seen;
  },
  'refuses missing and wrong arguments': async () => {
    let seen;
    await rewrite('<p>', 'p', {
      element(e) {
        seen = tried([
          () => e.setAttribute(),
          () => e.setAttribute('a'),
          () => e.getAttribute(),
          () => e.before(),
          () => e.before('a', 5),
          () => e.onEndTag(),
          () => e.onEndTag(5),
        ]);
      },
    });
    return seen;
  },
  'renames an element and its end tag': () =>
    rewrite('<p>hi</p>', 'p', {
      element(e) {
        e.tagName = 'DIV';
      },
    }),
  'orders insertions around and inside an element': () =>
    rewrite('<p>hi</p>', 'p', {
      element(e) {
        e.before('<b>').before('<B>', { html: true }).after('<a>').after('<A>', { html: true });
        e.prepend('1').prepend('2').append('3').append('4');
      },
    }),
  'turns other values into texts': () =>
    rewrite('<p></p>', 'p', { element: (e) => void e.append(5).append(null).append({}) }),
  'replaces an element, last wins': () =>
    rewrite('a<p>hi</p>b', 'p', {
      element: (e) => void e.replace('<x>').replace('<y>', { html: true }).before('B').after('A'),
    }),
  'removes an element and still writes around it': () =>
    rewrite('a<p>hi</p>b', 'p', {
      element: (e) => void e.remove().before('B').after('A').after(String(e.removed)),
    }),
  'removes tags and keeps their content': () =>
    rewrite('a<p>hi<b>x</b></p>b', 'p', { element: (e) => void e.removeAndKeepContent().after('!') }),
  'replaces the inner content': () =>
    rewrite('a<p>hi<b>x</b></p>b', 'p', { element: (e) => void e.setInnerContent('<i>', { html: true }) }),
  'ignores inner content of void elements': () =>
    rewrite('a<br>b<img src=x />c', 'br,img', {
      element: (e) => void e.append('x').setInnerContent('y').after('!').setAttribute('k', 'v'),
    }),
  'refuses end tag handlers on void elements': () =>
    rewrite('a<br>b', 'br', { element: (e) => e.onEndTag(() => {}) }),
  'changes end tags': () =>
    rewrite('<p>hi</p>', 'p', {
      element(e) {
        e.onEndTag((tag) => {
          tag.before(`[${tag.name}`).after(']');
          tag.name = 'q';
        });
      },
    }),
  'calls all end tag handlers in order': () =>
    rewrite('<p>hi</p>', 'p', {
      element(e) {
        e.onEndTag((tag) => void tag.before('1'));
        e.onEndTag((tag) => void tag.before('2').remove());
      },
    }),
  'takes the end of the parent for the end of open children': () =>
    rewrite('<ul><li>1<li>2</ul>', 'li', { element: (e) => e.onEndTag((tag) => void tag.before('!')) }),
  'ends tokens with their handlers': async () => {
    let kept;
    await rewrite('<p a>hi</p>', 'p', {
      element(e) {
        kept = [e, e.attributes];
      },
    });
    return tried([() => kept[0].tagName, () => kept[0].before('x'), () => kept[1].next()]);
  },
  'gives texts in pieces, the last one empty': async () => {
    const seen = [];
    await rewrite('<p>hi <b>x</b> y &amp; z</p>', 'p', {
      text: (t) => void seen.push([t.text, t.lastInTextNode, t.removed]),
    });
    return seen;
  },
  'replaces and removes texts': () =>
    rewrite('<p>a</p><p>b</p>', 'p', {
      text(t) {
        if (t.text === 'a') t.replace('<b>', { html: true }).before('1').after('2');
        else if (t.text === 'b') t.remove().after(String(t.removed));
      },
    }),
  'does not escape the text of scripts': () =>
    rewrite('<script>if (a < b) "<p>"</script><style>p>q{}</style><title>a<b></title>', '*', {
      element: (e) => void e.append('+'),
    }),
  'changes comments': () =>
    rewrite('<p><!-- c --><!--d--></p>', 'p', {
      comments(c) {
        if (c.text === 'd') c.replace('<z>');
        else c.text += '!';
        c.before('1').after('2');
      },
    }),
};
