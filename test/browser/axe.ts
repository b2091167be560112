// Asks axe-core what bars people from a page: serious and critical violations of WCAG, in words.
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { z } from 'zod';

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
  await page.addScriptTag({ content: axe.source });
  const { violations, passes } = outcome.parse(await page.evaluate('axe.run()'));
  return {
    violations: violations.map(
      ({ impact, id, help, nodes }) => `${impact}: ${id}: ${help} (${String(nodes[0]?.target)})`,
    ),
    passes: passes.length,
  };
}
