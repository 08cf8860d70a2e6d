import type { Entry } from '../../../src/model/inventory.ts';
import type { Family } from '../../../src/net/ip.ts';
import { balancerPaths, zonePath } from './balancer-paths.ts';
import type { Balancer } from './balancers.ts';
import type { Context } from './context.ts';

/** Every way in through a load balancer: one a family, and one a zone where nodes keep to their own zone. */
export function balancerEntries(context: Context, balancer: Balancer): readonly Entry[] {
  return familiesOf(balancer).flatMap((family): readonly Entry[] => {
    const frontend = context.frontend(balancer, family);
    const legs = frontend.listeners.flatMap(({ rules }) => rules.flatMap((rule) => rule.legs));
    const entry = {
      ref: balancer.element.ref,
      scope: balancer.place.scope,
      address: balancer.dnsName ?? balancer.arn,
      family,
      element: balancer.element,
      to: frontend,
    };
    if (!legs.some(({ zones }) => zones !== undefined)) {
      return [{ ...entry, paths: balancerPaths(context, balancer, family) }];
    }
    return balancer.zones.map((zone) => {
      return { ...entry, zone: zone.name, paths: [zonePath(context, balancer, family, zone)] };
    });
  });
}

/** Without an address type it is an old answer, from before there was another than IPv4. */
function familiesOf({ addressType }: Balancer): readonly Family[] {
  if (addressType === 'dualstack') return ['ipv4', 'ipv6'];
  return addressType === 'dualstack-without-public-ipv4' || addressType === 'ipv6' ? ['ipv6'] : ['ipv4'];
}
