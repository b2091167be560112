// The one thing that all arms do: fetch an original, make it half as wide, answer with a picture that everybody may keep.
import { smaller } from './codec.ts';

/** The small version of an original. */
export async function smallPicture(original: ArrayBuffer): Promise<Response> {
  return new Response(await smaller(original, 2), {
    headers: { 'content-type': 'image/jpeg', 'cache-control': 'public, max-age=3600' },
  });
}

/** The same, with the original fetched from the site's own origin. */
export async function fetched(request: Request): Promise<Response> {
  const original = await fetch(request.url.replace('/small/', '/originals/'));
  return smallPicture(await original.arrayBuffer());
}
