import type { ArmKind } from '../records/arm-kind.ts';
import { IN_DUMPS, kindOfType, pathOfCall } from './kind-of.ts';

/**
 * What a name of a file or folder stands for: a type in any notation (`Microsoft.Network/networkInterfaces`,
 * `microsoft.network_networkinterfaces`), its last part, or a command of `az`. Undefined if it stands for nothing read.
 */
export function kindNamed(name: string): ArmKind | undefined {
  const plain = plainOf(name.replaceAll(GUID, '').replace(PAGE, ''));
  return NAMES.get(plain) ?? FULL_NAMES.find(([full]) => plain.endsWith(full))?.[1];
}

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const PAGE = /[-_. ]*(?:page|part)?[-_. ]*\d*$/i;

function plainOf(text: string): string {
  return text.replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
}

/** Groups of commands, and the type that their `list` prints. Source: `az --help` and that of its groups. */
const GROUPS: Readonly<Record<string, string>> = {
  'network nic': 'Microsoft.Network/networkInterfaces',
  'network public-ip': 'Microsoft.Network/publicIPAddresses',
  'network public-ip prefix': 'Microsoft.Network/publicIPPrefixes',
  'network vnet': 'Microsoft.Network/virtualNetworks',
  'network nsg': 'Microsoft.Network/networkSecurityGroups',
  'network asg': 'Microsoft.Network/applicationSecurityGroups',
  'network route-table': 'Microsoft.Network/routeTables',
  'network vnet-gateway': 'Microsoft.Network/virtualNetworkGateways',
  'network local-gateway': 'Microsoft.Network/localNetworkGateways',
  'network nat gateway': 'Microsoft.Network/natGateways',
  'network lb': 'Microsoft.Network/loadBalancers',
  'network application-gateway': 'Microsoft.Network/applicationGateways',
  'network application-gateway waf-policy': 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies',
  'network firewall': 'Microsoft.Network/azureFirewalls',
  'network firewall policy': 'Microsoft.Network/firewallPolicies',
  'network firewall policy rule-collection-group': 'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
  'network ip-group': 'Microsoft.Network/ipGroups',
  'network vhub': 'Microsoft.Network/virtualHubs',
  'network bastion': 'Microsoft.Network/bastionHosts',
  'network private-link-service': 'Microsoft.Network/privateLinkServices',
  'network front-door': 'Microsoft.Network/frontDoors',
  'network front-door waf-policy': 'Microsoft.Network/frontDoorWebApplicationFirewallPolicies',
  'afd profile': 'Microsoft.Cdn/profiles',
  'afd endpoint': 'Microsoft.Cdn/profiles/afdEndpoints',
  'afd route': 'Microsoft.Cdn/profiles/afdEndpoints/routes',
  'afd origin-group': 'Microsoft.Cdn/profiles/originGroups',
  'afd origin': 'Microsoft.Cdn/profiles/originGroups/origins',
  'afd security-policy': 'Microsoft.Cdn/profiles/securityPolicies',
  'afd custom-domain': 'Microsoft.Cdn/profiles/customDomains',
  'afd rule': 'Microsoft.Cdn/profiles/ruleSets/rules',
  vm: 'Microsoft.Compute/virtualMachines',
  vmss: 'Microsoft.Compute/virtualMachineScaleSets',
  'vmss nic': 'Microsoft.Compute/virtualMachineScaleSets/networkInterfaces',
  aks: 'Microsoft.ContainerService/managedClusters',
  container: 'Microsoft.ContainerInstance/containerGroups',
};

/** Commands that are not called `list`. */
const COMMANDS: Readonly<Record<string, string>> = {
  'vmss list-instance-public-ips': 'Microsoft.Compute/virtualMachineScaleSets/publicIPAddresses',
  'network list-service-tags': 'Microsoft.Network/locations/serviceTags',
};

const ADMIN_RULES = 'network manager list-effective-security-admin-rule';

/** What people call them for short, and `az` does in its groups. */
const SHORT = new Set(['nic', 'public-ip', 'nsg', 'asg', 'vnet', 'lb', 'vm']);

/** Every type and action in full, longest first. */
const FULL_NAMES: readonly (readonly [string, ArmKind])[] = IN_DUMPS.map((kind): readonly [string, ArmKind] => [
  plainOf(pathOfCall(kind)),
  kind,
]).sort(([a], [b]) => b.length - a.length);

const NAMES: ReadonlyMap<string, ArmKind> = namesOf();

function namesOf(): ReadonlyMap<string, ArmKind> {
  const names = new Map<string, ArmKind>();
  // A type that is listed for a subscription comes last, because a bare name means that one.
  const subordinateFirst = [...IN_DUMPS].sort(
    (a, b) => Number(a.requestField === undefined) - Number(b.requestField === undefined),
  );
  for (const kind of subordinateFirst) {
    for (const last of ['', 'list', 'all'])
      names.set(plainOf(`${pathOfCall(kind).split('/').at(-1) ?? ''} ${last}`), kind);
  }
  for (const [group, type] of Object.entries(GROUPS)) {
    const short = group.replace(/^network /, '');
    const plurals = SHORT.has(short) ? [`${short}s`] : [];
    for (const command of [`${group} list`, ...plurals]) nameCommand(names, command, kindOfType(type));
  }
  for (const [command, type] of Object.entries(COMMANDS)) nameCommand(names, command, kindOfType(type));
  nameCommand(
    names,
    ADMIN_RULES,
    IN_DUMPS.find(({ of }) => of === 'answer'),
  );
  return names;
}

/** With and without `az`, and without the group that most of them are in. */
function nameCommand(names: Map<string, ArmKind>, command: string, kind: ArmKind | undefined): void {
  if (kind === undefined) return;
  for (const text of [`az ${command}`, command, command.replace(/^network /, '')]) names.set(plainOf(text), kind);
}
