import { COMMAND_FUNCTIONS } from './command-functions.ts';
import { IN_DUMPS, pathOfCall } from './dumps/kind-of.ts';
import type { ArmKind } from './records/arm-kind.ts';
import { firewallPolicies, ruleCollectionGroups } from './records/firewall-policies.ts';
import {
  frontDoorDomains,
  frontDoorEndpoints,
  frontDoorOriginGroups,
  frontDoorOrigins,
  frontDoorProfiles,
  frontDoorRoutes,
  frontDoorRules,
  frontDoorSecurityPolicies,
} from './records/front-door.ts';
import { scaleSetInterfaces } from './records/network-interfaces.ts';
import { scaleSetAddresses } from './records/public-ip-addresses.ts';
import { localNetworkGateways, virtualNetworkGateways } from './records/route-tables.ts';
import { securityAdminRules } from './records/security-admin-rules.ts';
import { serviceTags } from './records/service-tags.ts';
import { scaleSets, virtualMachines } from './records/virtual-machines.ts';
import { virtualNetworks } from './records/virtual-networks.ts';

/** Versions of the API, by namespace and by type where a type has its own. Source: the SDKs that ask the same. */
const VERSIONS: Readonly<Record<string, string>> = {
  'Microsoft.Network': '2026-01-01',
  'Microsoft.Network/frontDoors': '2021-06-01',
  'Microsoft.Network/frontDoorWebApplicationFirewallPolicies': '2024-02-01',
  'Microsoft.Compute': '2026-04-01',
  [scaleSetInterfaces.type]: '2018-10-01',
  [scaleSetAddresses.type]: '2018-10-01',
  'Microsoft.Cdn': '2024-02-01',
  'Microsoft.ContainerInstance': '2023-05-01',
  'Microsoft.ContainerService': '2026-06-01',
};

/** What is listed at each resource of another list. */
interface Loop {
  readonly parents: ArmKind;
  readonly kinds: readonly ArmKind[];
  /** A line that the records of the others have: az prints what is in `properties`, or in `sku`, behind eight blanks. */
  readonly only?: string;
  /** A line that the records of the others do not have. */
  readonly not?: string;
}

const LOOPS: readonly Loop[] = [
  {
    parents: scaleSets,
    kinds: [scaleSetInterfaces, scaleSetAddresses],
    not: '^        "orchestrationMode": "Flexible"',
  },
  { parents: firewallPolicies, kinds: [ruleCollectionGroups] },
];

/** Profiles of other tiers are content delivery networks, which know none of this. */
const FRONT_DOORS: Loop = {
  parents: frontDoorProfiles,
  kinds: [frontDoorEndpoints, frontDoorOriginGroups, frontDoorSecurityPolicies, frontDoorDomains],
  only: '^        "name": ".*_AzureFrontDoor"',
};

/** What is listed at something that is itself listed at each Front Door. */
const INNER_LOOPS: readonly { readonly kind: ArmKind; readonly list: string }[] = [
  { kind: frontDoorRoutes, list: 'afdEndpoints' },
  { kind: frontDoorOrigins, list: 'originGroups' },
  { kind: frontDoorRules, list: 'ruleSets' },
];

/** Resource Manager lists these one resource group at a time only. */
const ONE_BY_ONE: readonly ArmKind[] = [virtualNetworkGateways, localNetworkGateways];

/**
 * A shell script that makes a folder which is read like a collection: a file is called after the request that it answers,
 * `subscriptions/S/providers/Microsoft.Network/networkInterfaces.json`, so nothing about it needs to be guessed.
 *
 * What may not be read is named on the screen and left out, which makes it a gap.
 */
export function printCommands(): readonly string[] {
  const apart = new Set([...ONE_BY_ONE, serviceTags].map(({ call }) => call));
  const lists = IN_DUMPS.filter((kind) => kind.requestField === undefined && !apart.has(kind.call));
  return [
    ...COMMAND_FUNCTIONS,
    `subscriptions=$(text account list --query "[?state=='Enabled'].id")`,
    '[ -n "$subscriptions" ] || { echo "no subscription: az login" >&2; exit 1; }',
    'for id in $subscriptions; do',
    '  sub="/subscriptions/$id"',
    ...lists.map((kind) => `  save "$sub/providers/${kind.type}" ${versionOf(kind)}${expansionOf(kind)}`),
    ...ONE_BY_ONE.map((kind) => `  save_each "$sub" ${kind.type} ${versionOf(kind)}`),
    ...[...LOOPS, FRONT_DOORS].flatMap(linesOf),
    ...innerLines(),
    ...actionLines(),
    ...tagLines(),
    'done',
  ];
}

function linesOf({ parents, kinds, only = '', not = '' }: Loop): readonly string[] {
  return [
    `  for parent in $(ids "${fileOf(parents)}" '${only}' '${not}'); do`,
    ...kinds.map((kind) => `    save "$parent/${lastOf(kind)}" ${versionOf(kind)}`),
    '  done',
  ];
}

function innerLines(): readonly string[] {
  const { parents, only = '' } = FRONT_DOORS;
  return [
    `  for profile in $(ids "${fileOf(parents)}" '${only}'); do`,
    ...INNER_LOOPS.flatMap(({ kind, list }) => [
      `    pages "$profile/${list}?api-version=${versionOf(kind)}" "$inner" || miss_inner "$profile/${list}"`,
      `    for parent in $(ids "$inner"); do save "$parent/${lastOf(kind)}" ${versionOf(kind)}; done`,
    ]),
    '  done',
  ];
}

function actionLines(): readonly string[] {
  return [
    `  for parent in $(ids "${fileOf(virtualNetworks)}"); do`,
    `    save_action "$parent/${lastOf(securityAdminRules)}" ${versionOf(securityAdminRules)}`,
    '  done',
  ];
}

/** The list is the same for every subscription and location, so it is read until somebody answers it. */
function tagLines(): readonly string[] {
  return [
    '  if [ -z "${tags:-}" ]; then',
    '    location=$(text account list-locations --query "[0].name")',
    `    save "$sub/providers/Microsoft.Network/locations/$location/serviceTags" ${versionOf(serviceTags)}`,
    '    if [ -f "$out$sub/providers/Microsoft.Network/locations/$location/serviceTags.json" ]; then tags=read; fi',
    '  fi',
  ];
}

function fileOf({ type }: ArmKind): string {
  return `$out$sub/providers/${type}.json`;
}

function lastOf(kind: ArmKind): string {
  return pathOfCall(kind).split('/').at(-1) ?? '';
}

function versionOf({ type }: ArmKind): string {
  return VERSIONS[type] ?? VERSIONS[type.split('/')[0] ?? ''] ?? '';
}

/** Without the instance view nobody says whether a machine runs. */
function expansionOf({ call }: ArmKind): string {
  return call === virtualMachines.call ? " '&$expand=instanceView'" : '';
}
