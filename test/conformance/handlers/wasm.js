// Runs a bundled WebAssembly module.
import module from './add.wasm';

const instance = new WebAssembly.Instance(module);

export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    const [a, b] = [Number(searchParams.get('a')), Number(searchParams.get('b'))];
    const again = await WebAssembly.instantiate(module, {});
    return Response.json({
      sum: instance.exports.add(a, b),
      again: again.exports.add(b, a),
      kinds: WebAssembly.Module.exports(module),
      isModule: module instanceof WebAssembly.Module,
    });
  },
};
