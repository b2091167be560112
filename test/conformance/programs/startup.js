// Behaviours of a module while it is evaluated, when no request has come yet; and of promises that nobody catches.

/** What came of a call in global scope; a promise is told apart once it has settled. */
const attempt = (call) => {
  const seen = { outcome: 'nothing' };
  try {
    const value = call();
    if (typeof value?.then === 'function') {
      seen.outcome = 'pending';
      value.then(
        (result) => {
          seen.outcome = `resolved ${typeof result}`;
        },
        (error) => {
          seen.outcome = `rejected ${error.name}: ${error.message}`;
        },
      );
    } else seen.outcome = `returned ${typeof value}`;
  } catch (error) {
    seen.outcome = `threw ${error.name}: ${error.message}`;
  }
  return seen;
};

const tried = {
  'may not fetch while starting': attempt(() => fetch('http://upstream.example/')),
  'may not set a timer while starting': attempt(() => setTimeout(() => {}, 0)),
  'may not set an interval while starting': attempt(() => setInterval(() => {}, 1)),
  'may not wait while starting': attempt(() => scheduler.wait(1)),
  'may not make a timeout signal while starting': attempt(() => AbortSignal.timeout(1)),
  'may not draw random bytes while starting': attempt(() => crypto.getRandomValues(new Uint8Array(1))),
  'may not draw a UUID while starting': attempt(() => crypto.randomUUID()),
  'may draw from Math.random while starting': attempt(() => Math.random()),
  'may not generate a secret key while starting': attempt(() =>
    crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']),
  ),
  'may digest while starting': attempt(() => crypto.subtle.digest('SHA-256', new Uint8Array(1))),
  'may not ask a cache while starting': attempt(() => caches.default.match('http://example.com/')),
  'may make a request with a stream while starting': attempt(
    () => new Request('http://a.example/', { method: 'POST', body: new ReadableStream(), duplex: 'half' }),
  ),
  'may not make an abort controller while starting': attempt(() => new AbortController()),
  'may not join signals while starting': attempt(() => AbortSignal.any([])),
  'may not stream a blob while starting': attempt(() => new Blob(['x']).stream()),
  'may not make a response with a text while starting': attempt(() => new Response('x')),
  'may not make a response with an empty text while starting': attempt(() => new Response('')),
  'may not make a JSON response while starting': attempt(() => Response.json({})),
  'may not make a redirect while starting': attempt(() => Response.redirect('http://example.com/')),
  'may make a response without a body while starting': attempt(() => new Response(null, { status: 204 })),
  'may make a response of a stream while starting': attempt(() => new Response(new ReadableStream())),
  'may make a request without a body while starting': attempt(() => new Request('http://example.com/')),
  'may not make a request with a body while starting': attempt(
    () => new Request('http://example.com/', { method: 'POST', body: 'x' }),
  ),
  'may not make an identity stream while starting': attempt(() => new IdentityTransformStream()),
  'may not make a compression stream while starting': attempt(() => new CompressionStream('gzip')),
  'may not make a decoder stream while starting': attempt(() => new TextDecoderStream()),
  'may make a readable stream while starting': attempt(() => new ReadableStream()),
  'may make a blob and read it while starting': attempt(() => new Blob(['x']).text()),
  'may make a form while starting': attempt(() => new FormData()),
  'may make a rewriter while starting': attempt(() => new HTMLRewriter().on('p', {})),
  'may queue a microtask while starting': attempt(() => queueMicrotask(() => {})),
  'may listen to events while starting': attempt(() => addEventListener('error', () => {})),
};
const performanceAtStart = performance.now();

/** Listens for rejections while a function runs. */
const heard = async (run) => {
  const seen = [];
  const onUnhandled = ({ type, reason, promise, cancelable }) => {
    seen.push([type, String(reason), promise instanceof Promise, cancelable]);
  };
  const onHandled = ({ type, reason, promise }) => {
    seen.push([type, String(reason), promise instanceof Promise]);
  };
  addEventListener('unhandledrejection', onUnhandled);
  addEventListener('rejectionhandled', onHandled);
  await run(seen);
  removeEventListener('unhandledrejection', onUnhandled);
  removeEventListener('rejectionhandled', onHandled);
  return seen;
};

export const startup = {
  ...Object.fromEntries(Object.entries(tried).map(([name, seen]) => [name, () => seen.outcome])),
  'counts performance from zero while starting': () => performanceAtStart,
  'tells of a rejected promise after the code that left it': () =>
    heard(async (seen) => {
      Promise.reject(new RangeError('left'));
      seen.push('same turn');
      await null;
      await null;
      seen.push('same drain');
      await scheduler.wait(1);
      seen.push('later');
    }),
  'tells of a promise that is caught too late': () =>
    heard(async () => {
      const promise = Promise.reject('late');
      await scheduler.wait(1);
      promise.catch(() => {});
      await scheduler.wait(1);
    }),
  'does not tell of a promise that is caught in time': () =>
    heard(async () => {
      const promise = Promise.reject('caught');
      await null;
      promise.catch(() => {});
      await scheduler.wait(1);
    }),
  'tells of an async function that nobody awaits': () =>
    heard(async () => {
      (async () => {
        await scheduler.wait(1);
        throw new Error('unawaited');
      })();
      await scheduler.wait(5);
    }),
};
