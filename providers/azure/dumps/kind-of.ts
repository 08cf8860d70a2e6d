import { parseArmId } from '../arm-id.ts';
import type { ArmKind } from '../records/arm-kind.ts';
import { RECORDS } from '../records/index.ts';
import { subscriptions } from '../records/subscriptions.ts';

/** What a dump may hold. Which subscriptions there are is only ever told when it was refused, and a dump is no refusal. */
export const IN_DUMPS: readonly ArmKind[] = RECORDS.filter(({ call }) => call !== subscriptions.call);

/** What a collection calls it, without the cloud: `Microsoft.Network/networkInterfaces`, an action with its resource's type. */
export function pathOfCall({ call }: ArmKind): string {
  return call.slice(call.indexOf(':') + 1);
}

const RESOURCES = IN_DUMPS.filter(({ of }) => of === 'resource');
const BY_TYPE: ReadonlyMap<string, ArmKind> = new Map(RESOURCES.map((kind) => [kind.type.toLowerCase(), kind]));

/** What is read of resources of a type, whatever the case of its letters; undefined if nothing is. */
export function kindOfType(type: string): ArmKind | undefined {
  const parts = type.toLowerCase().split('/');
  return BY_TYPE.get(parts.join('/')) ?? RESOURCES.find((kind) => isListedThrough(kind, parts));
}

/**
 * Whether a type is listed at an ancestor rather than at its parent: interfaces of a scale set lie under its machines,
 * `virtualMachineScaleSets/virtualMachines/networkInterfaces`, and are listed at the scale set.
 */
function isListedThrough(kind: ArmKind, parts: readonly string[]): boolean {
  if (kind.requestField === undefined) return false;
  const own = kind.type.toLowerCase().split('/');
  if (own.length >= parts.length || own.at(-1) !== parts.at(-1)) return false;
  return own.slice(0, -1).every((part, index) => part === parts[index]);
}

/** A resource as its id tells it. */
export interface KnownResource {
  readonly kind: ArmKind;
  /** The resource that it is listed at, where it is not listed for a subscription. */
  readonly parent?: string;
}

/** What is read of the resource of an id, and where it is listed; undefined if nothing is. */
export function knownResource(id: string): KnownResource | undefined {
  const type = parseArmId(id)?.type;
  const kind = type === undefined ? undefined : kindOfType(type);
  if (kind === undefined) return undefined;
  return kind.requestField === undefined ? { kind } : { kind, parent: ancestorIn(id, kind) };
}

/** The beginning of an id: as many pairs of type and name as the parent of this kind has. */
function ancestorIn(id: string, { type }: ArmKind): string {
  const depth = type.split('/').length - 2;
  const [before = '', after = ''] = splitAtProvider(id);
  const [namespace = '', ...pairs] = after.split('/');
  return [before, namespace, ...pairs.slice(0, 2 * depth)].join('/');
}

/** `/subscriptions/S/resourceGroups/G/providers` and `Microsoft.Network/…`. */
function splitAtProvider(id: string): readonly string[] {
  const cut = id.toLowerCase().indexOf('/providers/') + '/providers'.length;
  return [id.slice(0, cut), id.slice(cut + 1)];
}
