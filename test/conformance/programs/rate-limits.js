// Behaviours of the rate-limit binding, which lets two calls of a key through.
const failure = async (run) => {
  try {
    return await run();
  } catch (error) {
    return [error.name, error.message];
  }
};

export const rateLimits = {
  'rate limit: lets so many calls of a key through': async ({ env }) => {
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await env.LIMIT.limit({ key: 'many' }));
    return answers;
  },
  'rate limit: counts each key apart': async ({ env }) => {
    for (let i = 0; i < 3; i++) await env.LIMIT.limit({ key: 'one' });
    return [await env.LIMIT.limit({ key: 'one' }), await env.LIMIT.limit({ key: 'another' })];
  },
  'rate limit: counts calls at once': async ({ env }) => {
    const answers = await Promise.all([1, 2, 3].map(() => env.LIMIT.limit({ key: 'at once' })));
    return answers.filter(({ success }) => success).length;
  },
  'rate limit: counts calls without a key together': async ({ env }) => {
    await env.LIMIT.limit({});
    await env.LIMIT.limit({});
    return env.LIMIT.limit({});
  },
  'rate limit: refuses what it does not know': async ({ env }) => [
    await failure(() => env.LIMIT.limit()),
    await failure(() => env.LIMIT.limit({ key: 5 })),
    await failure(() => env.LIMIT.limit({ name: 'x', cost: 2 })),
    await failure(() => env.LIMIT.limit({ key: 'x', period: 30 })),
  ],
};
