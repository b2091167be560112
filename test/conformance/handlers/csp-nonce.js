// A content security policy: every script and style gets a nonce on its way out.
class Nonce {
  constructor(n) {
    this.n = n;
  }
  element(e) {
    e.setAttribute('nonce', this.n);
    if (e.hasAttribute('src') && !e.getAttribute('src').startsWith('http'))
      e.setAttribute('src', 'https://cdn.test' + e.getAttribute('src'));
    e.removeAttribute('onclick');
  }
}
export default {
  async fetch() {
    const page =
      '<!doctype html><html><head><script src="/a.js" onclick="x"></script><style>p{}</style></head><body><script>let a = "<b>";</script><p class=x>hi &amp; bye<br>2</p><!-- c --></body></html>';
    const r = new HTMLRewriter()
      .on('script', new Nonce('abc'))
      .on('style', new Nonce('abc'))
      .on('p.x', {
        element(e) {
          e.prepend('<i>', { html: true })
            .append('</i>', { html: true })
            .after('<hr>', { html: true })
            .before('& <');
          e.tagName = 'div';
        },
        comments(c) {
          c.remove();
        },
      })
      .on('*', {
        comments(c) {
          c.text = c.text.toUpperCase();
        },
      })
      .onDocument({
        doctype(d) {
          d.seen = d.name;
        },
        end(e) {
          e.append('<!--end-->', { html: true });
        },
      })
      .transform(
        new Response(page, {
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': "script-src 'nonce-abc'",
          },
        }),
      );
    return r;
  },
};
