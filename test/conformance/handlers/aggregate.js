// Fetches several resources at once and joins them.
export default {
  async fetch() {
    const paths = ['/text', '/mirror', '/status/500', '/missing'];
    const answers = await Promise.all(paths.map((path) => fetch(`http://upstream.test${path}`)));
    const results = await Promise.allSettled(
      answers.map(async (answer, i) => {
        if (!answer.ok) throw new Error(`${paths[i]} ${answer.status}`);
        return (await answer.text()).length;
      }),
    );
    return Response.json(results.map((r) => (r.status === 'fulfilled' ? r.value : r.reason.message)));
  },
};
