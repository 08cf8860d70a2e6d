import type { Proof } from '../../../src/model/proof.ts';
import type { Way } from './check.ts';
import type { Estate } from './estate.ts';
import { firewallFronts, firewallWays } from './firewalls/firewalls.ts';
import { frontDoorWays } from './front-doors/front-doors.ts';
import { gatewayFronts, gatewayWays } from './fronts/application-gateways.ts';
import type { FrontKind } from './fronts/backends.ts';
import { balancerFronts, balancerWays } from './fronts/load-balancers.ts';
import { serviceWays } from './fronts/services.ts';
import { addressWays, blindSpotWays } from './network/address-ways.ts';
import { applianceWays } from './network/appliances.ts';
import { hiddenFrontWays } from './network/hidden-fronts.ts';
import { interfaceWays } from './network/interface-ways.ts';

/** The kinds of fronts that another front may send to. */
const KINDS: readonly FrontKind[] = [balancerFronts, gatewayFronts, firewallFronts];

/** Every way from an entry to whatever is behind it. */
export function waysOf(estate: Estate, proof: Proof): readonly Way[] {
  return [
    ...interfaceWays(estate, proof),
    ...addressWays(estate, proof),
    ...blindSpotWays(estate, proof),
    ...hiddenFrontWays(estate, proof),
    ...applianceWays(estate, proof),
    ...balancerWays(estate, proof, KINDS),
    ...gatewayWays(estate, proof, KINDS),
    ...firewallWays(estate, proof, KINDS),
    ...frontDoorWays(estate, proof, KINDS),
    ...serviceWays(estate, proof),
  ];
}
