// What a customer of the platform uploaded: a small page of its own. There are hundreds of such customers.
let visits = 0;

export default {
  fetch(request: Request): Response {
    visits++;
    const { pathname } = new URL(request.url);
    return new Response(`<!doctype html><p>Visit ${visits} of ${pathname} since this copy started.`, {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  },
};
