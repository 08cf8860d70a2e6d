import { parseCidr } from '../../../../src/net/ip.ts';
import { armKey, parentId } from '../../arm-id.ts';
import { type Check, type Claim, fact, passage, type Way } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { IpConfig } from './guards.ts';
import { addressCheck, directChecks, familyOf, NO_ADDRESS } from './interface-ways.ts';
import {
  configByAddress,
  configsOf,
  isOurs,
  liveness,
  machineIdOf,
  nicOf,
  nicsOf,
  primaryOf,
  publicAddressOf,
  publicIdOf,
  targetOf,
} from './interfaces.ts';
import { placeOf, tableOf } from './networks.ts';
import { isOnInternet, readAddresses } from './words.ts';

/** The ways to a machine through a virtual appliance of ours that its way out leads through, for it may well lead in. */
export function applianceWays(estate: Estate, { entry, address }: Claim): readonly Way[] {
  const nic = nicOf(estate, entry);
  const own = nic?.id === entry && isOurs(nic) ? primaryOf(configsOf(nic)) : undefined;
  const subnetId = own?.config.properties.subnet?.id;
  const machine = nic === undefined ? undefined : machineIdOf(estate, nic);
  if (nic === undefined || own === undefined || subnetId === undefined || machine === undefined) return [];
  const inside = own.config.properties.privateIPAddress;
  const rule = `${address} -> ${inside ?? ''}`;
  const part = { kind: 'network interface', ref: entry };
  const nat =
    inside === undefined ? [] : [passage('nat', { ...part, rule }, (seen) => ({ ...seen, destination: inside }))];
  return nextHops(estate, subnetId).flatMap((hop) => {
    const config = configByAddress(estate, parentId(subnetId), hop);
    const appliance = config === undefined ? undefined : machineIdOf(estate, config.nic);
    if (config === undefined || appliance === undefined || armKey(appliance) === armKey(machine)) return [];
    if (config.nic.properties.enableIPForwarding === false) return [];
    const faces = nicsOf(estate).filter((face) => armKey(machineIdOf(estate, face) ?? '') === armKey(appliance));
    return faces.flatMap(configsOf).flatMap((face): readonly Way[] => {
      const id = publicIdOf(estate, face.id, face.config.properties.publicIPAddress?.id);
      const shown = id === undefined ? undefined : publicAddressOf(estate, id);
      if (shown === undefined || (shown.address ?? NO_ADDRESS) !== address) return [];
      const family = familyOf(face, shown);
      const checks = [...nat, ...through(estate, face, shown)];
      return [{ workload: targetOf(estate, nic).ref, family, checks, gates: [] }];
    });
  });
}

function through(estate: Estate, face: IpConfig, shown: ReturnType<typeof publicAddressOf>): readonly Check[] {
  const part = { kind: 'network interface', ref: face.nic.id };
  const note = 'virtual appliance: what it forwards is told nowhere';
  return [
    addressCheck(part, shown),
    ...liveness(estate, face.nic),
    ...directChecks(estate, face, shown, familyOf(face, shown)),
    fact({ decision: 'inspect', names: [{ ...part, rule: note }] }),
  ];
}

/** The appliances that a subnet's routes to the internet lead to. */
function nextHops(estate: Estate, subnetId: string): readonly string[] {
  const place = placeOf(estate, subnetId);
  const table = place === undefined ? undefined : tableOf(estate, place);
  if (table === undefined || table === 'unread') return [];
  return table.record.properties.routes.flatMap(
    ({ properties: { addressPrefix = '', nextHopType = '', nextHopIpAddress } }) => {
      const family = parseCidr(addressPrefix)?.family;
      const isInside = family !== undefined && !isOnInternet(readAddresses([addressPrefix], family).ranges, family);
      const isAppliance = /^VirtualAppliance/i.test(nextHopType) && !isInside;
      return isAppliance ? (nextHopIpAddress ?? '').split(',').map((hop) => hop.trim()) : [];
    },
  );
}
