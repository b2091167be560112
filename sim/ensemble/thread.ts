// The entry of a trial thread: switches the compile cache on before the engine is loaded, which saves most of a thread's start-up.
import module from 'node:module';

module.enableCompileCache();
await import('./thread-tasks.ts');
