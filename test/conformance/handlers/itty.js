// An itty-router application.
import { AutoRouter, error, StatusError } from 'itty-router';

const router = AutoRouter({
  before: [
    (request) => {
      request.start = 1;
    },
  ],
});
router
  .get('/', () => 'home')
  .get('/hello/:name', ({ params, query }) => ({ hello: params.name, query }))
  .post('/echo', async (request) => request.json())
  .get('/teapot', () => error(418, 'short and stout'))
  .get('/throws', () => {
    throw new StatusError(409, { why: 'conflict' });
  });

export default { fetch: router.fetch };
