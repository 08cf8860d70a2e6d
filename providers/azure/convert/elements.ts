import { elementOf as element } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { Element } from '../../../src/model/resource.ts';
import { nameIn } from '../arm-id.ts';

/** An element of a path. Ids are long, so it also has a name: the one that is told, or else the last part of its id. */
export function elementOf(kind: string, id: string, row?: Row<unknown>, name = lastPart(id)): Element {
  return element(kind, id, row, name);
}

function lastPart(id: string): string | undefined {
  return id.startsWith('/') ? nameIn(id) : undefined;
}
