// Answers itself when an upstream is too slow.
export default {
  async fetch() {
    const slow = scheduler.wait(200).then(() => 'slow');
    const controller = new AbortController();
    const late = new Promise((resolve, reject) => {
      const id = setTimeout(() => {
        controller.abort(new DOMException('too slow', 'TimeoutError'));
        reject(controller.signal.reason);
      }, 10);
      controller.signal.addEventListener('abort', () => clearTimeout(id));
    });
    try {
      return new Response(await Promise.race([slow, late]));
    } catch (error) {
      return new Response(`${error.name}: ${error.message}`, { status: 504 });
    }
  },
};
