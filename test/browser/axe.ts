// Asks axe-core what bars people from a page: serious and critical violations of WCAG, in words.
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const outcome = z.object({
  passes: z.array(z.unknown()),
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullable(),
      help: z.string(),
      nodes: z.array(z.object({ target: z.array(z.unknown()) })),
    }),
  ),
});

/** The violations of a page, each with the first element that shows it; and how many rules passed. */
export async function violationsOf(page: Page): Promise<{ violations: string[]; passes: number }> {
  await page.addScriptTag({ path: AXE });
  const { violations, passes } = outcome.parse(await page.evaluate('axe.run()'));
  return {
    violations: violations.map(
      ({ impact, id, help, nodes }) => `${impact}: ${id}: ${help} (${String(nodes[0]?.target)})`,
    ),
    passes: passes.length,
  };
}
