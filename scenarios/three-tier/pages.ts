// The heavy part: a page of search results, ranked and put together from the catalogue. Milliseconds of CPU, and three questions one after another.
import type { Catalogue } from './catalogue.ts';

const RANKED = 3000;

/** The page for a word, in one of two variants. */
export async function resultsPage(catalogue: Catalogue, word: string, variant: string): Promise<Response> {
  const products = await catalogue.onShelf(word.length % 10);
  const first = products[0]?.id ?? 0;
  const price = await catalogue.price(first);
  const others = await catalogue.after(first);
  return Response.json({ variant, best: bestOf(word), products, price, others });
}

/** The product with the highest score for a word, as a search finds it: arithmetic. */
function bestOf(word: string): number {
  let best = 0;
  let highest = -1;
  for (let product = 0; product < RANKED; product++) {
    let score = product;
    for (let i = 0; i < 30; i++)
      score = Math.imul(score ^ word.charCodeAt(i % word.length), 0x01000193) >>> 0;
    if (score > highest) [highest, best] = [score, product];
  }
  return best;
}
