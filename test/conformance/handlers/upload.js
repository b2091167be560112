// Takes files apart that were sent as multipart.
export default {
  async fetch(request) {
    const type = request.headers.get('content-type') ?? '';
    if (!type.includes('multipart/form-data')) return new Response('send a form', { status: 415 });
    const form = await request.formData();
    const parts = [];
    for (const [name, value] of form) {
      if (typeof value === 'string') parts.push({ name, value });
      else
        parts.push({ name, file: value.name, type: value.type, size: value.size, text: await value.text() });
    }
    return Response.json(parts);
  },
};
