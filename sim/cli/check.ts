// `antipode check`: says whether a scenario or a handler can run, and every mistake in it.
import { Command } from 'commander';
import { SimError } from '../errors.ts';
import type { LoadedScenario } from '../scenario/load.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The command `check`. */
export function checkCommand(terminal: Terminal): Command {
  return new Command('check')
    .summary('check a scenario or a handler without running it')
    .description(
      'Checks a scenario (a YAML file or its folder) or a handler module, and prints every mistake.',
    )
    .argument('<file>', 'scenario file, scenario folder, or handler module')
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      examples('antipode check scenarios/flagship', 'antipode check scenarios/flagship/handler.ts'),
    )
    .action(async (file: string, options: { json?: true }) => {
      if (/\.[cm]?[jt]sx?$/.test(file)) await checkHandler(file, options, terminal);
      else await checkScenario(file, options, terminal);
    });
}

/** Platforms are told of also when the handler cannot run here, since that says where it could. */
async function checkHandler(file: string, options: { json?: true }, terminal: Terminal): Promise<void> {
  const { bundleHandler } = await import('../runtime/bundle.ts');
  const { portabilityOf } = await import('../platforms/portability.ts');
  const bundle = await bundleHandler(file).catch((error: unknown) => {
    if (error instanceof SimError && error.code === 'E_BUNDLE') return error;
    throw error;
  });
  const refused = bundle instanceof SimError ? bundle : null;
  const platforms = await portabilityOf(file, bundle instanceof SimError ? null : bundle.sizeBytes).catch(
    (error: unknown) => {
      // What cannot even be parsed has its error already.
      throw refused ?? error;
    },
  );
  if (options.json) {
    const size =
      bundle instanceof SimError
        ? { ok: false, file }
        : { ok: true, file, digest: bundle.digest, sizeBytes: bundle.sizeBytes, gzipBytes: bundle.gzipBytes };
    terminal.out(`${JSON.stringify({ ...size, platforms })}\n`);
  } else {
    const head =
      bundle instanceof SimError
        ? `${file} cannot run here`
        : `OK ${file}: bundles to ${bundle.sizeBytes} bytes (${bundle.gzipBytes} compressed)`;
    const { portabilityText } = await import('./portability-text.ts');
    terminal.out(`${head}\n${portabilityText(platforms, terminal)}`);
  }
  if (refused !== null) throw refused;
}

async function checkScenario(file: string, options: { json?: true }, terminal: Terminal): Promise<void> {
  const { loadPlan } = await import('../scenario/load.ts');
  const { planDigest } = await import('../plan.ts');
  const { durationText } = await import('../scenario/quantity.ts');
  const loaded = await loadPlan(file);
  const { plan, scenarioPath, unprofiled } = loaded;
  if (options.json) {
    const found = { ok: true, file: scenarioPath, planDigest: planDigest(plan), plan, unprofiled };
    terminal.out(`${JSON.stringify(found)}\n`);
    return;
  }
  const { formatCounted } = await import('../../reports/format.ts');
  const { workload, windowMs, warmupMs } = plan;
  const requests = Math.round((workload.requestsPerSecond * windowMs) / 1000);
  const lines = [
    `OK ${scenarioPath}: ${plan.title}`,
    `  arms       ${plan.arms.map((arm) => `${arm.name} (${arm.platform})`).join(', ')}; compared with ${plan.baseline}`,
    `  traffic    about ${formatCounted(requests, 'request')} in ${durationText(windowMs)}, warm-up ${durationText(warmupMs)}, ${formatCounted(workload.classes.length, 'kind')} of request`,
    `  stores     ${storesOf(loaded)}`,
    `  handlers   ${Object.entries(loaded.bundles)
      .map(([path, bundle]) => `${path} (${bundle.sizeBytes} bytes)`)
      .join(', ')}`,
    `  thresholds ${plan.thresholds.length}`,
    ...unprofiled.map(
      (handler) => `  note       ${handler} has no CPU profile yet; the first run measures it`,
    ),
  ];
  terminal.out(`${lines.join('\n')}\n`);
}

function storesOf({ plan }: LoadedScenario): string {
  const stores = plan.arms.flatMap((arm) => arm.stores.map((store) => `${store.binding}: ${store.kind}`));
  return stores.length === 0 ? 'none' : [...new Set(stores)].join(', ');
}
