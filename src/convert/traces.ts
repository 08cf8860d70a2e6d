import type { Trace } from '../model/trace.ts';

/** One trace, or none for a field that was not told. */
export function trace(
  kind: Trace['kind'],
  value: string | undefined,
  source: string,
  attribution: number,
): readonly Trace[] {
  return value === undefined ? [] : [{ kind, value, source, attribution }];
}
