// A price list that caches may keep for ten seconds.
export default {
  fetch(): Response {
    return new Response('[{"item":1,"price":12},{"item":7,"price":35}]', {
      headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=10' },
    });
  },
};
