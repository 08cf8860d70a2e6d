import { parseIp } from '../../../../src/net/ip.ts';
import type { Part } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { Leg } from '../front.ts';
import { legsTo, type Passage } from '../fronts/backends.ts';
import { tagAddresses } from '../network/words.ts';
import type { Sender } from '../packet.ts';
import { linkLegs, type PrivateLink } from './private-links.ts';

/** Where a Front Door sends to. */
export interface Origin {
  readonly pool: Part;
  readonly host: string | undefined;
  readonly port: number;
  /** It is reached over a private link, whatever its host name leads to. */
  readonly link: PrivateLink | undefined;
}

/** An origin sees an address of a range that all Front Doors of all customers share. */
export function originLegs(
  estate: Estate,
  { pool, host, port, link }: Origin,
  door: string,
  kinds: Passage['kinds'],
): readonly Leg[] {
  const course = { pool, port, kinds, through: [door] };
  if (link !== undefined) return linkLegs(estate, course, link);
  if (host === undefined) return [];
  const scene = { family: 'ipv4', of: pool.ref, location: '' } as const;
  const { ranges, missing } = tagAddresses(estate, 'AzureFrontDoor.Backend', scene);
  const sender: Sender = { family: 'ipv4', ranges, exact: false, missing };
  return legsTo(
    estate,
    { ...course, sender },
    parseIp(host) === undefined ? { fqdn: host } : { address: host, networkId: undefined },
  );
}
