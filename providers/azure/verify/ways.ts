import type { Proof } from '../../../src/model/proof.ts';
import { addressWays, blindSpotWays } from './address-ways.ts';
import { applianceWays } from './appliances.ts';
import { gatewayFronts, gatewayWays } from './application-gateways.ts';
import type { FrontKind } from './backends.ts';
import type { Way } from './check.ts';
import type { Estate } from './estate.ts';
import { firewallFronts, firewallWays } from './firewalls.ts';
import { frontDoorWays } from './front-doors.ts';
import { hiddenFrontWays } from './hidden-fronts.ts';
import { interfaceWays } from './interface-ways.ts';
import { balancerFronts, balancerWays } from './load-balancers.ts';
import { serviceWays } from './services.ts';

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
