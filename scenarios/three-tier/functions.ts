// The second tier, in the region of the data: it ranks and puts pages together, and knows nothing of visitors.
import { byFetch } from './catalogue.ts';
import { resultsPage } from './pages.ts';

const catalogue = byFetch('https://app.example');

export default {
  fetch(request: Request): Promise<Response> {
    const [, variant = 'a', word = ''] = new URL(request.url).pathname.split('/');
    return resultsPage(catalogue, word, variant);
  },
};
