// Behaviours of multipart uploads to an R2 bucket that go wrong, and of an object's digests.
const failure = async (run) => {
  try {
    return await run();
  } catch (error) {
    return [error.name, error.message];
  }
};

export const uploads = {
  'takes the parts of an upload in the order of their numbers, each once and all of one size': async ({
    env,
  }) => {
    const filled = (megabytes, letter) => new Uint8Array(megabytes * 1024 * 1024).fill(letter.charCodeAt(0));
    const upload = await env.BUCKET.createMultipartUpload('ordered');
    const [one, two, three] = [
      await upload.uploadPart(1, filled(5, 'a')),
      await upload.uploadPart(2, filled(6, 'b')),
      await upload.uploadPart(3, 'end'),
    ];
    return [
      await failure(() => upload.complete([one, one])),
      await failure(() => upload.complete([one, two, three])),
      await failure(() => upload.complete([one, two])),
      await failure(async () => (await upload.complete([three, one])).size),
      (await (await env.BUCKET.get('ordered')).text()).slice(-4),
    ];
  },
  'knows nothing of uploads that were never begun': async ({ env }) => {
    const upload = env.BUCKET.resumeMultipartUpload('unknown', 'no-such-upload');
    return [
      await failure(() => upload.uploadPart(1, 'a')),
      await failure(() => upload.complete([{ partNumber: 1, etag: 'x' }])),
      await failure(() => upload.abort()),
    ];
  },
  'lists the digests of an object': async ({ env }) =>
    Object.keys(
      (
        await env.BUCKET.put('digests', 'x', {
          sha256: await crypto.subtle.digest('SHA-256', new TextEncoder().encode('x')),
        })
      ).checksums,
    ),
};
