// Shows the headers of a request in several ways.
export default {
  async fetch(request) {
    const mine = [...request.headers].filter(
      ([name]) => name.startsWith('x-') && !name.startsWith('x-forwarded'),
    );
    console.log(new Map(mine));
    const object = Object.fromEntries(mine);
    const lines = [];
    request.headers.forEach((value, name) => {
      if (name in object) lines.push(`${name}=${value}`);
    });
    return Response.json({
      mine,
      object,
      lines,
      has: request.headers.has('X-A'),
      none: request.headers.get('x-none'),
    });
  },
};
