// Reads a posted form and sets cookies.
export default {
  async fetch(request) {
    const url = new URL(request.url);
    if (request.method === 'POST' && url.pathname === '/login') {
      const form = await request.formData();
      const user = form.get('user');
      if (!user) return new Response('user missing', { status: 422 });
      const headers = new Headers({ location: '/' });
      headers.append('set-cookie', `user=${encodeURIComponent(user)}; HttpOnly; Path=/`);
      headers.append('set-cookie', 'seen=1; Max-Age=60');
      return new Response(null, { status: 303, headers });
    }
    const cookies = Object.fromEntries(
      (request.headers.get('cookie') ?? '')
        .split(/;\s*/)
        .filter(Boolean)
        .map((pair) => pair.split('=').map(decodeURIComponent)),
    );
    return Response.json(cookies);
  },
};
