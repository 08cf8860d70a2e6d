import type { Leg, Wire } from '../../../../src/model/inventory.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { parseIp } from '../../../../src/net/ip.ts';
import type { Context } from '../context.ts';
import { backendLegs } from '../fronts/backends.ts';
import { serviceTagAddresses } from '../network/service-tag-addresses.ts';
import { type PrivateLink, privateLinkLegs } from './private-links.ts';

/** Where a Front Door sends to. */
export interface Origin {
  readonly element: Element;
  readonly host: string | undefined;
  readonly port: number;
  /** It is reached over a private link, whatever its host name leads to. */
  readonly link?: PrivateLink;
}

/** The ways from a Front Door to one origin; none for an origin without a host. */
export function originLegs(context: Context, { element, host, port, link }: Origin, door: string): readonly Leg[] {
  const through = [door];
  if (link !== undefined) return privateLinkLegs(context, { pool: element, port, link, through });
  if (host === undefined) return [];
  const backend = parseIp(host) === undefined ? { fqdn: host } : { address: host };
  return backendLegs(context, { pool: element, port, backend, from: frontDoorWire(context, element), through });
}

/** How a Front Door looks to an origin: an address of a range that all Front Doors of all customers share. */
function frontDoorWire(context: Context, { ref }: Element): Wire {
  const { ranges, missing } = serviceTagAddresses(context, 'AzureFrontDoor.Backend', { of: ref, location: '' });
  const known = { family: 'ipv4', ranges: ranges.ipv4, exact: false } as const;
  return { kind: 'proxy', via: [], from: missing === undefined ? known : { ...known, missing } };
}
