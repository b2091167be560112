// Behaviours of a module that starts: what it may compile, and what else it may not begin.

const caught = async (run) => {
  try {
    return await run();
  } catch (error) {
    return [error.name, error.message];
  }
};

const tried = {};
for (const [name, run] of Object.entries({
  'makes no aborted signal while starting': () => AbortSignal.abort(),
  'clears no timer while starting': () => clearTimeout(1),
  'clears nothing while starting without a word': () => clearInterval(undefined),
  'opens no socket while starting': () => new WebSocket('wss://a.example/'),
  'listens to no events of a server while starting': () => new EventSource('http://a.example/'),
  'sends no beacon while starting': () => navigator.sendBeacon('http://a.example/', 'x'),
  'evaluates texts while starting': () => (0, eval)('1 + 1'),
  'evaluates statements while starting': () => eval('var kept = 1'),
  'makes functions of texts while starting': () => new Function('a', 'b', 'return a * b')(2, 3),
  'makes them by way of any function while starting': () => (() => 0).constructor('return 7')(),
  'makes generators of texts while starting': () => [...function* () {}.constructor('yield 4')()],
  'says what is wrong with a text while starting': () => new Function('return (}'),
  'finds nothing of the host in a text': () => new Function('return typeof process + typeof require')(),
  'compiles bytes of WebAssembly while starting': () =>
    new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
})) {
  try {
    tried[name] = String(run());
  } catch (error) {
    tried[name] = [error.name, error.message];
  }
}

export const starting = Object.fromEntries(
  Object.entries(tried).map(([name, result]) => [name, () => result]),
);

const made = new Function('a', 'return a + 1');
const compiled = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
Object.assign(starting, {
  'keeps functions that were made of texts': () => [
    made(1),
    made.name,
    made.length,
    made instanceof Function,
  ],
  'makes instances of what was compiled': () =>
    Object.keys(new WebAssembly.Instance(compiled).exports).length,
  'makes no more functions of texts once it serves': () => caught(() => new Function('return 1')),
  'has one constructor of functions': () => [made.constructor === Function, String(Function)],
});
