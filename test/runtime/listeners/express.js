// An express application with routes, a body parser, middleware, an error handler and redirects.
import express from 'express';

const app = express();
app.use(express.json());
app.use((req, res, next) => {
  res.set('x-middleware', req.method);
  next();
});
app.get('/', (req, res) => res.send('hello'));
app.get('/users/:id', (req, res) => res.json({ id: req.params.id, query: req.query, ip: typeof req.ip }));
app.post('/echo', (req, res) => res.status(201).json({ got: req.body, type: req.get('content-type') }));
app.post('/form', express.urlencoded({ extended: true }), (req, res) => res.json(req.body));
app.post('/text', express.text(), (req, res) => res.type('text/plain').send(req.body.toUpperCase()));
app.get('/old', (req, res) => res.redirect(301, '/users/7'));
app.get('/cookie', (req, res) => res.cookie('a', '1', { httpOnly: true }).cookie('b', '2').end());
app.get('/none', (req, res) => res.sendStatus(204));
app.get('/throws', () => {
  throw Object.assign(new Error('no tea'), { status: 418 });
});
app.get('/rejects', async () => {
  await Promise.resolve();
  throw new Error('later');
});
app.get('/stream', (req, res) => {
  res.type('text/plain');
  res.write('a');
  setTimeout(() => {
    res.write('b');
    setTimeout(() => res.end('c'), 10);
  }, 20);
});
const router = express.Router({ mergeParams: true });
router.use((req, res, next) => {
  req.section = 'api';
  next();
});
router.get('/items/:item', (req, res) =>
  res.json({ section: req.section, item: req.params.item, base: req.baseUrl }),
);
app.use('/api', router);
// Four parameters make it an error handler.
app.use((error, req, res, next) => {
  if (res.headersSent) next(error);
  else res.status(error.status ?? 500).json({ error: error.message });
});

// oxlint-disable-next-line import/no-default-export -- a handler's default export is what is called
export default app;
