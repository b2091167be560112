// Rewrites the links of a page.
const OLD = 'developer.example';
const NEW = 'www.example.org';

class AttributeRewriter {
  constructor(name) {
    this.name = name;
  }
  element(element) {
    const value = element.getAttribute(this.name);
    if (value) element.setAttribute(this.name, value.replace(OLD, NEW));
  }
}

const PAGE = `<!doctype html><html><head><title>Old</title></head><body class="a"><a href="https://${OLD}/x?y=1&amp;z">x</a><img src="//${OLD}/i.png"><p id=p>text &amp; more</p><!-- note --><script>var a = "<a href=1>";</script></body></html>`;

export default {
  async fetch() {
    const page = new Response(PAGE, { headers: { 'content-type': 'text/html;charset=utf-8' } });
    return new HTMLRewriter()
      .on('a', new AttributeRewriter('href'))
      .on('img', new AttributeRewriter('src'))
      .on('title', {
        text: (chunk) => {
          if (chunk.text !== '') chunk.replace('New');
        },
      })
      .on('#p', {
        element: (element) => {
          element.append('<b>!</b>', { html: true });
          element.before('<i>');
        },
      })
      .on('body', { comments: (comment) => comment.remove() })
      .onDocument({ end: (end) => end.append('<!-- end -->', { html: true }) })
      .transform(page);
  },
};
