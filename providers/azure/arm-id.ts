/**
 * The parts of a resource id of Azure Resource Manager:
 * `/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/networkInterfaces/N`.
 */
export interface ArmId {
  /** As written. */
  readonly id: string;
  readonly subscription: string;
  readonly resourceGroup: string;
  /** `Microsoft.Network/virtualNetworks/subnets`, as written. */
  readonly type: string;
  readonly name: string;
}

/** Two ids name the same resource if their keys are equal: Azure does not tell upper case from lower. */
export function armKey(id: string): string {
  return id.toLowerCase();
}

const ID = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?\/providers\/([^/]+)\/(.+)$/i;

/** Reads a resource id; undefined if it is none. Of a resource that extends another one the last provider counts. */
export function parseArmId(id: string): ArmId | undefined {
  const [, subscription, resourceGroup = '', provider, rest] = ID.exec(id) ?? [];
  if (subscription === undefined || provider === undefined || rest === undefined) return undefined;
  const [path = '', ...extensions] = rest.split(/\/providers\//i);
  const [last] = extensions.slice(-1);
  const [namespace = '', ...parts] = last === undefined ? [provider, ...path.split('/')] : last.split('/');
  const types = parts.filter((_, index) => index % 2 === 0);
  return { id, subscription, resourceGroup, type: [namespace, ...types].join('/'), name: parts.at(-1) ?? '' };
}

/** The subscription that an id lies in. */
export function subscriptionOf(id: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1]?.toLowerCase();
}

/** The id without its last pairs of type and name: the virtual network of a subnet. */
export function parentId(id: string, levels = 1): string {
  return id
    .split('/')
    .slice(0, -2 * levels)
    .join('/');
}

/** The last part of an id: the resource's own name. */
export function nameIn(id: string): string {
  return id.split('/').at(-1) ?? id;
}
