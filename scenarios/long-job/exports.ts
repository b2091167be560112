// Exports of a year's bookings: forty pages of an accounting API, a second each, then one file. Where the work is done is a text in `env`.

interface Job {
  readonly id: string;
}

interface Message {
  readonly body: Job;
  ack(): void;
}

interface Env {
  readonly HOW: 'await' | 'waitUntil' | 'queue';
  readonly FILES: { put(key: string, value: string): Promise<unknown> };
  readonly JOBS: { send(job: Job): Promise<unknown> };
}

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

const PAGES = 40;

/** The job: nearly no CPU, and three quarters of a minute of waiting for somebody else. */
async function work(env: Env, { id }: Job): Promise<void> {
  let rows = '';
  for (let page = 0; page < PAGES; page++) {
    const answer = await fetch(`https://accounts.example/bookings?export=${id}&page=${page}`);
    rows += await answer.text();
  }
  await env.FILES.put(`export-${id}`, rows);
}

export default {
  async fetch(request: Request, env: Env, ctx: Context): Promise<Response> {
    const job = { id: new URL(request.url).pathname.slice(1) };
    if (request.method === 'GET') return Response.json({ ...job, state: 'under way' });
    switch (env.HOW) {
      case 'await':
        await work(env, job);
        return Response.json({ ...job, state: 'done' });
      case 'waitUntil':
        ctx.waitUntil(work(env, job));
        break;
      case 'queue':
        await env.JOBS.send(job);
    }
    return Response.json(job, { status: 202 });
  },

  async queue(batch: { readonly messages: readonly Message[] }, env: Env): Promise<void> {
    await Promise.all(
      batch.messages.map(async (message) => {
        await work(env, message.body);
        message.ack();
      }),
    );
  },
};
