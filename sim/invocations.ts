// When a run of code has ended for good: its instance may rest, and the record learns what it used.
import type { HandlerCall } from './entities/handler-call.ts';
import type { World } from './world.ts';

/** Ends a call: nothing of it goes on where it ran. */
export function endInvocation(world: World, call: HandlerCall): void {
  call.ended = true;
  const { compute, host, journey } = call;
  // A Durable Object goes on after a call of it has ended.
  if (host === null || call.life !== null) return;
  world.callById.delete(call.id);
  const nowUs = world.kernel.nowUs();
  const counts = compute.billedAs !== null && world.recorder.inWindow(journey.startUs);
  const wallUs = Math.max(0, nowUs - call.readyUs);
  if (counts) world.recorder.usage.invocation(compute.billedAs, call.cpuUs, wallUs);
  if (--host.assigned > 0) return;
  compute.released(host, call.at.site);
  if (counts) world.recorder.usage.busy(compute.billedAs, Math.max(0, nowUs - host.busySinceUs));
}
