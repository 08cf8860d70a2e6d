import type { Row } from '../../../../src/convert/table.ts';
import type { Entry, Gate } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import type { Family } from '../../../../src/net/ip.ts';
import { nameIn } from '../../arm-id.ts';
import { type BastionHost, bastionHosts } from '../../records/bastion-hosts.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { addressStage, fact } from '../fronts/front-stages.ts';
import { loginFront } from '../fronts/login-fronts.ts';
import { publicAddress } from '../network/public-addresses.ts';
import { allowList } from '../rules/allow-lists.ts';
import { subnetGuardStages } from '../rules/guards.ts';
import { namedWorkload } from '../workloads.ts';

const KIND = 'bastion host';
const PORT = 443;

/** Every bastion: a way to machines, for those who can log in. */
export function bastionEntries(context: Context): readonly Entry[] {
  return context.estate.rows(bastionHosts).flatMap((row) => {
    const addressed = row.record.properties.ipConfigurations.flatMap(({ properties }) => {
      const { publicIPAddress, subnet } = properties;
      return publicIPAddress?.id === undefined ? [] : [{ publicIpId: publicIPAddress.id, subnetId: subnet?.id }];
    });
    if (row.record.properties.enablePrivateOnlyBastion === true || addressed.length === 0) {
      return [namedEntry(context, row)];
    }
    return addressed.map(({ publicIpId, subnetId }) => addressEntry(context, row, publicIpId, subnetId));
  });
}

/** The subnet of a bastion takes no route table, so replies find their way. */
function addressEntry(
  context: Context,
  row: Row<BastionHost>,
  publicIpId: string,
  subnetId: string | undefined,
): Entry {
  const found = publicAddress(context, publicIpId);
  const address = found.address ?? found.fqdn ?? found.element.name ?? nameIn(publicIpId);
  // Whatever the size of its address, a bastion is open without a network security group.
  const guards = subnetId === undefined ? [] : subnetGuardStages(context, subnetId, {});
  return entryOf(context, row, { address, family: found.family, stages: [addressStage(context, found), ...guards] });
}

/** The developer tier shares the platform's own address; a private bastion has none. */
function namedEntry(context: Context, row: Row<BastionHost>): Entry {
  const { dnsName, enablePrivateOnlyBastion } = row.record.properties;
  const address = dnsName ?? row.record.name ?? row.record.id;
  const isShared = row.record.sku?.name?.toLowerCase() === 'developer' && enablePrivateOnlyBastion !== true;
  const stage = isShared
    ? fact(context, { holds: 'yes', rule: 'shared address', missing: [] })
    : fact(context, { holds: 'no', rule: 'no public address', missing: [] });
  return entryOf(context, row, { address, family: 'ipv4', stages: [stage] });
}

interface Way {
  readonly address: string;
  readonly family: Family;
  readonly stages: readonly Stage[];
}

function entryOf(context: Context, row: Row<BastionHost>, { address, family, stages }: Way): Entry {
  const { id, name, location, tags, properties } = row.record;
  const element = elementOf(KIND, id, row, name);
  const workload = namedWorkload(context, { id, kind: KIND, location, name, tags, row });
  const to = loginFront(context, { workload, address, port: PORT, gate: gateOf(element, properties) });
  const texts = properties.networkAcls?.ipRules.map(({ addressPrefix }) => addressPrefix) ?? [];
  const firewall = allowList(context, { element, name: 'network ACL', texts, port: PORT }, location ?? '');
  const listed: readonly Stage[] =
    texts.length === 0
      ? []
      : [context.filter({ firewalls: [firewall], role: 'guard', direction: 'forward', remote: 'wire' })];
  const paths = [context.path([...stages, ...listed])];
  return { ref: element.ref, scope: context.scope(id, location), address, family, paths, element, to };
}

/**
 * One comes in with an account of Azure, or with a link that somebody shared.
 *
 * A shared link asks for nothing but the login of the machine: who has the link is as far as its owner. Source: Azure
 * Bastion, "Create a shareable link".
 */
function gateOf(element: Element, { enableShareableLink }: BastionHost['properties']): Gate {
  return enableShareableLink === true
    ? { kind: 'key', strength: 'weak', element, rule: 'shareable link' }
    : { kind: 'iam', strength: 'strong', element, rule: 'Azure login' };
}
