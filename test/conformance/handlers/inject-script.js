// Injects a script into pages and leaves other answers alone.
export default {
  async fetch(request) {
    const isPage = new URL(request.url).pathname.endsWith('.html');
    const answer = isPage
      ? new Response('<html><head></head><body><form></form></body></html>', {
          headers: { 'content-type': 'text/html' },
        })
      : await fetch('http://upstream.test/text');
    if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) return answer;
    let forms = 0;
    const rewritten = new HTMLRewriter()
      .on('head', {
        element: (head) => {
          head.append(`<script src="https://challenges.example/api.js" async defer></script>`, {
            html: true,
          });
        },
      })
      .on('form', {
        element: (form) => {
          forms += 1;
          form.prepend(`<div data-n="${forms}"></div>`, { html: true });
        },
      })
      .transform(answer);
    return new Response(rewritten.body, rewritten);
  },
};
