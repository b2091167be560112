// Answers every outgoing request of the call tests with what it was asked.
export default {
  async fetch(request: Request): Promise<Response> {
    const { method, url } = request;
    return new Response(`${method} ${url} ${await request.text()}`, { status: 201 });
  },
};
