import { type AddressRanges, EVERY_ADDRESS, type Family, parseIp } from '../../../../src/net/ip.ts';
import { armKey, parentId } from '../../arm-id.ts';
import { type NetworkInterface, networkInterfaces } from '../../records/network-interfaces.ts';
import { networkSecurityGroups } from '../../records/network-security-groups.ts';
import { effectiveGroups } from '../../records/unasked.ts';
import { type Check, fact, type Part } from '../check.ts';
import type { Estate } from '../estate.ts';
import { firstMatch } from '../rules.ts';
import { addressesOfSubnet, gapOfSubnet, placeOf, sceneOf } from './networks.ts';
import { ADMIN_RULES, adminRules, type Goal, groupRules, LETTING_IN, TAKING_AWAY, unread } from './security-rules.ts';

/** One address of a network interface. */
export interface IpConfig {
  readonly id: string;
  readonly nic: NetworkInterface;
  readonly config: NetworkInterface['properties']['ipConfigurations'][number];
  readonly family: Family;
}

/** What a packet comes through, which says what holds where no group speaks. */
export interface Sku extends Part {
  readonly name: 'Basic' | 'Standard' | 'unknown';
  readonly missing: readonly string[];
}

/** The groups in front of an ip configuration. `destination`: the address as they see it, if it is not the private one. */
export function interfaceGuards(
  estate: Estate,
  own: IpConfig,
  sku?: Sku,
  destination?: Pick<Guarded, 'family' | 'ranges'>,
): readonly Check[] {
  const { nic, config, family, id } = own;
  const { subnet, privateIPAddress, applicationSecurityGroups } = config.properties;
  const at = parseIp(privateIPAddress ?? '');
  if (subnet?.id === undefined) {
    const hidden = unread({ kind: 'subnet', ref: id }, family, estate.gap(networkInterfaces, nic.id));
    return [firstMatch([hidden], { kind: 'subnet', ref: id, rule: UNMATCHED })];
  }
  const groups = applicationSecurityGroups.flatMap((group) => armKey(group.id ?? ''));
  const inside = { family: at?.family ?? family, ranges: at === undefined ? undefined : [at.address, at.address] };
  const group = nic.properties.networkSecurityGroup?.id;
  return guards(estate, { subnetId: subnet.id, group, ...(destination ?? inside), groups, sku, of: nic.id });
}

/** The groups in front of something that stands in a subnet without an interface that we could see. */
export function subnetGuards(
  estate: Estate,
  subnetId: string,
  there: Pick<Guarded, 'family'> & Partial<Pick<Guarded, 'ranges'>>,
): readonly Check[] {
  return guards(estate, {
    ranges: undefined,
    ...there,
    subnetId,
    group: undefined,
    groups: [],
    sku: undefined,
    of: subnetId,
  });
}

interface Guarded {
  readonly subnetId: string;
  /** The network security group of the interface. */
  readonly group: string | undefined;
  readonly family: Family;
  /** Where the packet goes; undefined: to some address of the subnet. */
  readonly ranges: AddressRanges | undefined;
  readonly groups: readonly string[];
  readonly sku: Sku | undefined;
  readonly of: string;
}

function guards(estate: Estate, { subnetId, group, family, groups, sku, of, ...there }: Guarded): readonly Check[] {
  const place = placeOf(estate, subnetId);
  const scene = sceneOf(estate, subnetId, place, family);
  const ranges = there.ranges ?? (place === undefined ? EVERY_ADDRESS[family] : addressesOfSubnet(place, family));
  const goal: Goal = { ranges, groups };
  const networkId = parentId(subnetId);
  const takingAway = adminRules(estate, networkId, TAKING_AWAY, { scene, goal });
  const lettingIn = adminRules(estate, networkId, LETTING_IN, { scene, goal });
  const undecided = {
    kind: ADMIN_RULES,
    ref: place?.network.record.id ?? networkId,
    rule: 'no security admin rule matches',
  };
  const organisation =
    takingAway.length === 0 ? [] : [{ ...firstMatch([takingAway], undecided, 'allow'), grants: false }];
  const hidden =
    place === undefined
      ? [
          firstMatch([unread({ kind: 'subnet', ref: subnetId }, family, gapOfSubnet(estate, subnetId))], {
            kind: 'subnet',
            ref: subnetId,
            rule: UNMATCHED,
          }),
        ]
      : [];
  const ids = [place?.subnet.properties.networkSecurityGroup?.id, group].filter((id) => id !== undefined);
  if (ids.length + hidden.length === 0) {
    const gaps = lettingIn.flatMap(({ name, missing }) => (name.rule === 'rules could not be read' ? missing : []));
    const doubt = gaps.length > 0 ? gaps.slice(0, 1) : [estate.gap(effectiveGroups, of)];
    const open = sku === undefined ? [] : ungrouped(sku, lettingIn.length === 0 ? undefined : doubt);
    const closed =
      sku?.name === 'Standard' && lettingIn.length > 0
        ? [firstMatch([lettingIn], { kind: sku.kind, ref: sku.ref, rule: CLOSED })]
        : [];
    return [...open, ...closed, ...organisation];
  }
  return [
    ...organisation,
    ...hidden,
    ...ids.map((id) => {
      const ref = estate.find(networkSecurityGroups, id)?.record.id ?? id;
      const end = { kind: 'network security group', ref, rule: UNMATCHED };
      return firstMatch([lettingIn, groupRules(estate, id, scene, goal)], end);
    }),
  ];
}

const UNMATCHED = 'no rule matches';

/** What holds where no group speaks. Whether a rule of the organisation that always allows opens a closed address is nowhere said. */
function ungrouped({ name, kind, ref, missing }: Sku, doubt: readonly string[] | undefined): readonly Check[] {
  const state = (
    decision: 'allow' | 'deny' | 'unknown',
    rule: string,
    gaps: readonly string[] = [],
  ): readonly Check[] => [fact({ decision, names: [{ kind, ref, rule }], missing: gaps })];
  switch (name) {
    case 'Basic':
      return state('allow', 'Basic: open unless a network security group denies').map((check) => ({
        ...check,
        grants: true,
      }));
    case 'unknown':
      return state('unknown', 'SKU could not be read', missing);
    case 'Standard':
      return doubt === undefined ? state('deny', CLOSED) : state('unknown', CLOSED, doubt);
  }
}

const CLOSED = 'Standard: closed unless a network security group allows';
