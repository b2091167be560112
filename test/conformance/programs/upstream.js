// The upstream of our arm as a handler module; what it answers stands in ../upstream.ts.
import { answerUpstream } from '../upstream.ts';

export default {
  async fetch(request) {
    const { method, url } = request;
    const { status, headers, body } = answerUpstream({
      method,
      url,
      headers: [...request.headers].flat(),
      body: await request.text(),
    });
    const list = new Headers();
    for (let i = 0; i + 1 < headers.length; i += 2) list.append(headers[i], headers[i + 1]);
    return new Response(body === '' ? null : body, { status, headers: list });
  },
};
