import { once } from '../../../../src/convert/interner.ts';
import type { Entry } from '../../../../src/model/inventory.ts';
import { INTERNET } from '../../../../src/net/audience.ts';
import { overlaps } from '../../../../src/net/interval-set.ts';
import { parseCidr, rangesOf } from '../../../../src/net/ip.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { type Passage, passagesVia } from '../entries/appliance-passages.ts';
import { configsByInterface, isOurs, primaryOf } from '../entries/interface-entries.ts';
import { workloadOf } from '../workloads.ts';
import { machineOf } from './machines.ts';
import { networkOfSubnet, subnetById } from './networks.ts';
import { routeTableOf } from './route-tables.ts';

/**
 * The machines whose way out is a virtual appliance of ours that the internet can reach.
 *
 * What an appliance forwards is told nowhere, and the machines behind it answer by the way that they were asked. So it
 * may well lead to them: each gets an entry at the appliance's public address, beside its own.
 */
export function applianceEntries(context: Context): readonly Entry[] {
  const known = new Map<string, readonly Passage[]>();
  return [...configsByInterface(context)].flatMap(([nic, configs]) => {
    const config = primaryOf(configs);
    const subnetId = config?.subnetId;
    const machine = machineOf(context, nic);
    if (config === undefined || subnetId === undefined || machine === undefined || !isOurs(nic)) return [];
    const passages = once(known, armKey(subnetId), () => passagesOf(context, subnetId));
    const others = passages.filter((passage) => passage.machine !== armKey(machine.id));
    if (others.length === 0) return [];
    const { id, name, location } = nic.record;
    const element = elementOf('network interface', id, nic, name ?? nameIn(id));
    const own = { ref: element.ref, scope: context.scope(id, location), element, to: workloadOf(context, nic) };
    const inside = config.address === undefined ? {} : { translatedTo: config.address };
    return others.map(({ address, family, path }) => ({ ...own, ...inside, address, family, paths: [path] }));
  });
}

function passagesOf(context: Context, subnetId: string): readonly Passage[] {
  const hops = new Set(nextHops(context, subnetId));
  return [...hops].sort().flatMap((hop) => passagesVia(context, networkOfSubnet(subnetId), hop));
}

/** The appliances that a subnet's routes to the internet lead to. */
function nextHops(context: Context, subnetId: string): readonly string[] {
  const found = subnetById(context, subnetId);
  const routes = found === undefined ? [] : (routeTableOf(context, found.subnet)?.row?.record.properties.routes ?? []);
  return routes.flatMap(({ properties: { addressPrefix = '', nextHopType = '', nextHopIpAddress } }) => {
    if (nextHopIpAddress === undefined || !/^VirtualAppliance/i.test(nextHopType)) return [];
    const block = parseCidr(addressPrefix);
    const isInside = block !== undefined && !overlaps(INTERNET[block.family], rangesOf(block));
    return isInside ? [] : nextHopIpAddress.split(',').map((address) => address.trim());
  });
}
