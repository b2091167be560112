// Checks bodies with zod.
import { z } from 'zod';

const Order = z.object({
  id: z.string().min(2),
  lines: z.array(z.object({ sku: z.string(), count: z.number().int().positive() })).nonempty(),
  mail: z.email().optional(),
  at: z.coerce.date().default(new Date(0)),
});

export default {
  async fetch(request) {
    const body = await request.json().catch(() => null);
    const parsed = Order.safeParse(body);
    if (parsed.success) return Response.json(parsed.data);
    return Response.json(
      parsed.error.issues.map(({ path, code, message }) => [path.join('.'), code, message]),
      { status: 422 },
    );
  },
};
