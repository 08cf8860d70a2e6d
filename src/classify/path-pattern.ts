/** A route, read for comparison by whole segments; `*` stands for one. */
export type PathPattern = readonly string[];

export function pathPattern(path: string): PathPattern {
  return segmentsOf(path);
}

/**
 * The segments of a path as a rule or a health check spells it.
 *
 * A query, a wildcard at the end and empty segments are no part of the route.
 */
export function segmentsOf(path: string): readonly string[] {
  const bare = path
    .trim()
    .toLowerCase()
    .replace(/[?#].*$/, '')
    .replace(/[*]+$/, '');
  return bare.split('/').filter((segment) => segment !== '');
}

/** A pattern of one segment must be the whole path; a longer one may stand anywhere in it. */
export function matchPath(segments: readonly string[], pattern: PathPattern): boolean {
  if (pattern.length === 1) return segments.length === 1 && segments[0] === pattern[0];
  for (let at = 0; at + pattern.length <= segments.length; at += 1) {
    if (pattern.every((wanted, i) => wanted === '*' || wanted === segments[at + i])) return true;
  }
  return false;
}
