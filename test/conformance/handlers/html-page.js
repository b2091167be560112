// Renders a page from data, escaped.
const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text) => String(text).replaceAll(/[&<>"]/g, (c) => escapes[c]);
const html = (strings, ...values) =>
  strings.reduce(
    (out, part, i) =>
      out +
      part +
      (i < values.length ? (Array.isArray(values[i]) ? values[i].join('') : escape(values[i])) : ''),
    '',
  );

export default {
  async fetch(request) {
    const name = new URL(request.url).searchParams.get('name') ?? 'stranger';
    const page = html`<!doctype html><title>Hi</title>
      <h1>Hello, ${name}!</h1>
      <ul>
        ${[1, 2, 3].map((n) => html`<li>${n}</li>`)}
      </ul>`;
    return new Response(page, { headers: { 'content-type': 'text/html;charset=UTF-8' } });
  },
};
