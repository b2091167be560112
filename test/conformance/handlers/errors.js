// Fails in several ways and answers for itself.
class AppError extends Error {
  constructor(message, status, options) {
    super(message, options);
    this.name = 'AppError';
    this.status = status;
  }
}

const FAULTS = {
  '/type': () => null.x,
  '/range': () => new Array(-1),
  '/json': () => JSON.parse('{bad'),
  '/url': () => new URL('::'),
  '/custom': () => {
    throw new AppError('mine', 409, { cause: new Error('inner') });
  },
  '/text': () => {
    throw 'just text';
  },
  '/aggregate': () => Promise.any([Promise.reject(new Error('a')), Promise.reject(new Error('b'))]),
};

export default {
  async fetch(request) {
    try {
      await FAULTS[new URL(request.url).pathname]?.();
      return new Response('fine');
    } catch (error) {
      const { name, message, cause, errors } = Object(error);
      const shown = {
        name,
        message,
        cause: cause?.message,
        errors: errors?.map(String),
        text: String(error),
        isError: error instanceof Error,
      };
      return Response.json(shown, { status: error?.status ?? 500 });
    }
  },
};
