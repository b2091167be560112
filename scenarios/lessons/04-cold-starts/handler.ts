// A small page whose code asks a neighbour for the weather, which takes a while: time in which a virtual machine is taken.
export default {
  async fetch(): Promise<Response> {
    await new Promise((done) => setTimeout(done, 200));
    return new Response('It may rain.\n');
  },
};
