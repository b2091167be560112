// The same page with its flag in Vercel Edge Config, read by Vercel's own client beside the code and changed through Vercel's API.
import process from 'node:process';
import { createClient } from '@vercel/edge-config';

interface Env {
  /** The connection string; on Vercel itself it is in `process.env`. */
  readonly FLAGS?: string;
}

async function write(state: string): Promise<void> {
  const body = JSON.stringify({ items: [{ operation: 'upsert', key: 'flag', value: state }] });
  const url = 'https://api.vercel.com/v1/edge-config/ecfg_flags/items';
  const response = await fetch(url, { method: 'PATCH', body });
  if (!response.ok) throw new Error(`Edge Config answered ${response.status}`);
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const state = await createClient(env.FLAGS ?? process.env['EDGE_CONFIG']).get<string>('flag');
    if (request.method !== 'POST') return new Response(`<p>winter sale: ${state ?? 'off'}</p>`);
    const flipped = state === 'on' ? 'off' : 'on';
    await write(flipped);
    return Response.json({ flag: flipped }, { status: 201 });
  },
};
