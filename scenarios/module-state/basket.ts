// What a visitor put into the basket, counted: the question is only where.

/** Where visitors' numbers are kept. */
export interface Baskets {
  /** How many things this visitor has put in, the new one among them. */
  add(visit: string): number | Promise<number>;
}

/** Puts one more thing in and looks up its price. The visitor's browser has counted too: whoever holds less has lost something. */
export async function putIn(request: Request, baskets: Baskets): Promise<Response> {
  const [, visit = '', before = '0'] = new URL(request.url).pathname.split('/');
  const inBasket = await baskets.add(visit);
  if (inBasket <= Number(before))
    throw new Error(`The basket holds ${inBasket} of ${Number(before) + 1} things.`);
  const price = await (await fetch('https://prices.example/today')).text();
  return Response.json({ inBasket, price });
}
