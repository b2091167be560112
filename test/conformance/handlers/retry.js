// Tries an upstream again until it gives up.
export default {
  async fetch(request) {
    const status = new URL(request.url).searchParams.get('status') ?? '503';
    const attempts = [];
    for (let i = 0; i < 3; i++) {
      const answer = await fetch(`http://upstream.test/status/${status}`);
      attempts.push(answer.status);
      if (answer.status < 500)
        return new Response(await answer.text(), {
          status: answer.status,
          headers: { 'x-attempts': attempts.join(',') },
        });
      await scheduler.wait(2 ** i);
    }
    return new Response('gave up', {
      status: 502,
      headers: { 'x-attempts': attempts.join(','), 'retry-after': '30' },
    });
  },
};
