import { type Element, resourceRef } from '../model/resource.ts';
import type { Row } from './table.ts';

/** An element of a path, and the answer that tells of it. */
export function elementOf(kind: string, id: string, row?: Row<unknown>, name?: string): Element {
  return {
    ref: resourceRef(id),
    kind,
    ...(name === undefined ? {} : { name }),
    ...(row === undefined ? {} : { evidence: row.evidence }),
  };
}
