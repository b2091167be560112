// Preloaded into `antipode run` by the bench entry `startup`: ends the process when the first trial thread's heartbeat beats.
import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';

const LOOK_EVERY_MS = 1;

threads.Worker = class extends threads.Worker {
  constructor(url, options) {
    super(url, options);
    const heartbeat = new Float64Array(options.workerData.heartbeat);
    setInterval(() => {
      if (heartbeat.some((value) => value > 0)) process.exit(0);
    }, LOOK_EVERY_MS);
  }
};
syncBuiltinESMExports();
