// The application in one piece: front, pages and queries in one place, which an arm chooses.
import { bySql, type Database } from './catalogue.ts';
import { front } from './front.ts';
import { resultsPage } from './pages.ts';

interface Env {
  readonly JWT_SECRET: string;
  readonly DB: Database;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const fronted = await front(request, env.JWT_SECRET);
    if (fronted.kind === 'answer') return fronted.response;
    return resultsPage(bySql(env.DB), fronted.word, fronted.variant);
  },
};
