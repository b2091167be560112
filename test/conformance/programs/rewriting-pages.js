// Pages and calls that the behaviours of HTMLRewriter share.
export const page = (html, headers = { 'content-type': 'text/html' }) => new Response(html, { headers });
export const rewrite = (html, selector, handlers) =>
  new HTMLRewriter().on(selector, handlers).transform(page(html)).text();
export const rewriteAll = (html, handlers) =>
  new HTMLRewriter().onDocument(handlers).transform(page(html)).text();
export const inChunks = (chunks) => {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      }
      controller.close();
    },
  });
};
/** Results of calls, or the names of their errors. */
export const tried = (calls) =>
  calls.map((call) => {
    try {
      return call();
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  });
export const SELECTORS = [
  '*',
  'div',
  '#a',
  '.x',
  '.y.x',
  'div p',
  'div > span',
  'div>p',
  'p:first-child',
  'p:nth-child(2)',
  'p:nth-of-type(2)',
  'p:first-of-type',
  '[lang|=en]',
  '[data-k~=v2]',
  '[href^=http]',
  '[href$=png]',
  '[href*=x]',
  'a:not([title])',
  '[data-k="V1 V2" i]',
  'p, a',
  'SPAN',
];
export const sized =
  '<div id=a class="x y"><p><span lang=en-GB data-k="v1 v2">1</span></p><p>2</p><a href="http://x/y.png">3</a></div>';
