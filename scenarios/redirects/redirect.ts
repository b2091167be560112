// What an old path is answered with: a permanent redirect to the new one, or 404.
export function redirect(to: string | null | undefined): Response {
  if (to === null || to === undefined) return new Response('Not found', { status: 404 });
  return new Response(null, { status: 301, headers: { location: to, 'cache-control': 'no-store' } });
}

/** The path that was asked for. */
export function pathOf(request: Request): string {
  return new URL(request.url).pathname;
}
