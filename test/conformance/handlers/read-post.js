// Reads whatever body it is sent.
async function readBody(request) {
  const type = request.headers.get('content-type') ?? '';
  if (type.includes('application/json')) return JSON.stringify(await request.json());
  if (type.includes('application/text') || type.includes('text/')) return request.text();
  if (type.includes('form')) {
    const form = await request.formData();
    const body = {};
    for (const [name, value] of form.entries())
      body[name] = typeof value === 'string' ? value : `${value.name}:${value.size}`;
    return JSON.stringify(body);
  }
  return `a file of ${(await request.blob()).size} bytes`;
}

export default {
  async fetch(request) {
    if (request.method === 'GET') return new Response('The request was a GET');
    return new Response(`The request body sent in was ${await readBody(request)}`);
  },
};
