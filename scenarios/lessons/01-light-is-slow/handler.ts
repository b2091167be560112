// A page that takes no time to make: all that is left is the way.
export default {
  fetch(): Response {
    return new Response('Hello from the origin.\n');
  },
};
