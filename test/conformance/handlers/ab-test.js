// Splits users by a cookie and keeps them where they are.
const NAME = 'experiment-0';

export default {
  async fetch(request) {
    const url = new URL(request.url);
    const cookie = request.headers.get('cookie') ?? '';
    const known = /experiment-0=(control|test)/.exec(cookie)?.[1];
    const group = known ?? (url.searchParams.get('seed') === '1' ? 'test' : 'control');
    const response = new Response(`group ${group}`, { headers: { 'x-group': group } });
    if (known === undefined) response.headers.append('set-cookie', `${NAME}=${group}; path=/`);
    return response;
  },
};
