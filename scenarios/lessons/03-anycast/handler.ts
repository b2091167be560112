// A page that needs no data: it can be answered wherever a user lands.
export default {
  fetch(): Response {
    return new Response('Hello from wherever you landed.\n');
  },
};
