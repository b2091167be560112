// Purges of the HTTP caches: which copies one means, and from when on each cache has carried it out.
import { HOST } from './requests.ts';

/** Where a cache stands: a site by its index, or the name of a tier that several sites read through. */
export type CacheSite = number | string;

/** What is purged; whatever fits one of these. */
export interface PurgeTarget {
  readonly everything: boolean;
  /** Whole addresses. */
  readonly urls: readonly string[];
  /** Of the header `Cache-Tag` or the option `cacheTags`; compared without case. */
  readonly tags: readonly string[];
  /** Beginnings of addresses, from the host on. */
  readonly prefixes: readonly string[];
  readonly hosts: readonly string[];
}

/** One purge on its way to the caches. */
export interface Purge {
  readonly target: PurgeTarget;
  arrivesUs(site: CacheSite): number;
}

/** A copy as a purge sees it. */
export interface Purgeable {
  /** What it is kept under: an address, or a key that the code chose. */
  readonly key: string;
  readonly tags: readonly string[];
  /** Where and when it came from its origin; a copy of a copy has these of the first. */
  readonly born: { readonly atUs: number; readonly site: CacheSite };
}

/** Whether a copy in a cache is gone by an instant: the purge is there, and was not yet where and when the copy came from its origin. */
export function isPurged(copy: Purgeable, site: CacheSite, atUs: number, purges: readonly Purge[]): boolean {
  return purges.some(
    (purge) =>
      fitsTarget(purge.target, copy) &&
      purge.arrivesUs(site) <= atUs &&
      copy.born.atUs <= purge.arrivesUs(copy.born.site),
  );
}

/** Whether a purge means a copy. */
export function fitsTarget(target: PurgeTarget, { key, tags }: Pick<Purgeable, 'key' | 'tags'>): boolean {
  if (target.everything || target.urls.includes(key)) return true;
  if (target.tags.some((tag) => tags.includes(tag.toLowerCase()))) return true;
  if (target.prefixes.length === 0 && target.hosts.length === 0) return false;
  const [, address = '', host = ''] = /^https?:\/\/(([^/?#]*).*)$/.exec(key) ?? [];
  return target.prefixes.some((prefix) => address.startsWith(prefix)) || target.hosts.includes(host);
}

/** The tags of a `Cache-Tag` header in small letters. */
export function tagsIn(header: string): string[] {
  const tags = header.toLowerCase().split(',');
  return tags.map((tag) => tag.trim()).filter((tag) => tag !== '');
}

/** An address as caches keep it; one that begins with a slash is of the site's own host. */
export function wholeUrl(url: string): string {
  return URL.canParse(url, `https://${HOST}`) ? new URL(url, `https://${HOST}`).href : url;
}
