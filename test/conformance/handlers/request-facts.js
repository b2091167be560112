// What came with a request cannot be changed, only copied: handlers that try to note something there find out.
function tried(change) {
  try {
    return change();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

export default {
  async fetch(request) {
    const { cf } = request;
    const copy = { ...cf, seen: true };
    const own = new Request(request, { cf: copy });
    own.cf.later = 1;
    return Response.json({
      frozen: [Object.isFrozen(cf), Object.isFrozen(cf.tlsClientAuth), request.cf === cf],
      added: tried(() => (cf.seen = true)),
      removed: tried(() => delete cf.country),
      inside: tried(() => (cf.tlsClientAuth.certPresented = '1')),
      own: [
        own.cf.country,
        own.cf.seen,
        own.cf.later,
        Object.isFrozen(own.cf),
        Object.isFrozen(request.clone().cf),
      ],
    });
  },
};
