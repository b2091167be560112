// A page that greets each visitor with the name of their country.
export default {
  fetch(request: Request & { cf?: { country?: string; colo?: string } }): Response {
    return new Response(
      `Hello, ${request.cf?.country ?? 'world'}! You are served from ${request.cf?.colo ?? 'somewhere'}.\n`,
    );
  },
};
