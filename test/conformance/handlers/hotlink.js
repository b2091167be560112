// Lets pictures be shown on its own pages only.
export default {
  async fetch(request) {
    const referer = request.headers.get('Referer');
    const { hostname, pathname } = new URL(request.url);
    const type = pathname.endsWith('.png') ? 'image/png' : 'text/plain';
    if (referer && type.startsWith('image/') && new URL(referer).hostname !== hostname)
      return Response.redirect(`https://${hostname}/`, 302);
    return new Response('content', { headers: { 'content-type': 'text/plain' } });
  },
};
