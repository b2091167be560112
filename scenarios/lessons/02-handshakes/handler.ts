// A personal page: every request has to reach the code, wherever the connection ends.
export default {
  fetch(request: Request): Response {
    const user = new URL(request.url).pathname.split('/').at(-1);
    return new Response(`Account of user ${user}\n`, { headers: { 'cache-control': 'private' } });
  },
};
