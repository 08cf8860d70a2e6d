import type { Tag } from '../records/tag.ts';

/** Tags as a dictionary, sorted by key. */
export function tagsOf(tags: readonly Tag[]): Readonly<Record<string, string>> {
  const sorted = tags.map(({ Key, Value }) => [Key, Value ?? ''] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}

/** What the owner calls it: the tag `Name`. */
export function nameOf(tags: readonly Tag[]): string | undefined {
  return tags.find(({ Key }) => Key === 'Name')?.Value;
}
