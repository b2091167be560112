// The shop in Virginia: pages that everybody may keep, and baskets that nobody may.
const PARAGRAPH = '<p>One more thing that everybody sees.</p>';

export default {
  fetch(request: Request): Response {
    const { pathname } = new URL(request.url);
    if (pathname === '/price') return Response.json({ currency: 'USD', price: 20 });
    const isBasket = pathname === '/basket';
    const body = `<h1>${isBasket ? 'Your basket' : pathname.slice(1)}</h1>${PARAGRAPH.repeat(80)}`;
    const control = isBasket ? 'private, no-store' : 'public, max-age=60';
    return new Response(body, { headers: { 'content-type': 'text/html', 'cache-control': control } });
  },
};
