import type { Place } from './place.ts';

/** Public addresses whose holder is known, so that nothing need be said of them where they are merely listed. */
export function shownAddresses({ interfaces, tables }: Place): ReadonlySet<string | undefined> {
  const ofInterfaces = [...interfaces.values()].flatMap(({ record }) =>
    [record, ...record.PrivateIpAddresses].map(({ Association }) => Association?.PublicIp),
  );
  const ofNatGateways = tables.natGateways.rows.flatMap(({ record }) =>
    record.NatGatewayAddresses.map(({ PublicIp }) => PublicIp),
  );
  const ofBalancers = tables.loadBalancers.rows.flatMap(({ record }) =>
    record.AvailabilityZones.flatMap((zone) => zone.LoadBalancerAddresses.map(({ IpAddress }) => IpAddress)),
  );
  return new Set([...ofInterfaces, ...ofNatGateways, ...ofBalancers]);
}
