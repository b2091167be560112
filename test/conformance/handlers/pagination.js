// Pages through a list with links.
const ROWS = Array.from({ length: 25 }, (_, i) => ({ id: i + 1 }));

export default {
  async fetch(request) {
    const url = new URL(request.url);
    const page = Number.parseInt(url.searchParams.get('page') ?? '1', 10);
    const size = Math.min(10, Number.parseInt(url.searchParams.get('size') ?? '10', 10));
    if (!(page >= 1) || !(size >= 1)) return new Response('bad page', { status: 400 });
    const last = Math.ceil(ROWS.length / size);
    const link = (target, rel) => {
      const to = new URL(url);
      to.searchParams.set('page', target);
      return `<${to.pathname}${to.search}>; rel="${rel}"`;
    };
    const links = [page > 1 && link(page - 1, 'prev'), page < last && link(page + 1, 'next')].filter(Boolean);
    const rows = ROWS.slice((page - 1) * size, page * size);
    return Response.json(rows, { headers: links.length > 0 ? { link: links.join(', ') } : {} });
  },
};
