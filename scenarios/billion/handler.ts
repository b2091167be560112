// The least that a handler can do; it runs for every one of a billion requests.
export default {
  fetch(): Response {
    return new Response('Hello!\n');
  },
};
