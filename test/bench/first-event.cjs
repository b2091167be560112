// Required into `antipode run` by the bench entry `startup`: prints when the first heartbeat of a trial thread beats, and ends the process.
const { syncBuiltinESMExports } = require('node:module');
const threads = require('node:worker_threads');

const LOOK_EVERY_MS = 1;

/** The instant in milliseconds since 1970, for the process that waits. */
function tell() {
  process.stdout.write(`${performance.timeOrigin + performance.now()}\n`);
  process.exit(0);
}

if (threads.isMainThread) {
  threads.Worker = class extends threads.Worker {
    constructor(url, options) {
      super(url, options);
      const heartbeat = new Float64Array(options.workerData.heartbeat);
      setInterval(() => heartbeat.some((value) => value > 0) && tell(), LOOK_EVERY_MS);
    }
  };
  syncBuiltinESMExports();
}
