import { EVERY_ADDRESS, parseIp } from '../../../../src/net/ip.ts';
import { armKey, nameIn, parentId } from '../../arm-id.ts';
import { type BastionHost, bastionHosts } from '../../records/bastion-hosts.ts';
import { type ContainerGroup, containerGroups } from '../../records/container-groups.ts';
import { type ManagedCluster, managedClusters } from '../../records/managed-clusters.ts';
import { type Check, type Claim, fact, type Part, type Way } from '../check.ts';
import type { Estate } from '../estate.ts';
import { type Gate, waysThrough } from '../front.ts';
import { subnetGuards } from '../network/guards.ts';
import { addressCheck } from '../network/interface-ways.ts';
import { publicAddressOf, spelled } from '../network/interfaces.ts';
import { sendersNamed } from '../network/words.ts';
import { anyAllow } from '../rules.ts';

/** Every way to a service that lets nobody further before it knows who it is, and to container groups. */
export function serviceWays(estate: Estate, claim: Claim): readonly Way[] {
  const bastion = estate.find(bastionHosts, claim.entry)?.record;
  const cluster = estate.find(managedClusters, claim.entry)?.record;
  const group = estate.find(containerGroups, claim.entry)?.record;
  return [
    ...(bastion?.id === claim.entry ? bastionWays(estate, bastion, claim) : []),
    ...(cluster?.id === claim.entry ? clusterWays(estate, cluster, claim) : []),
    ...(group?.id === claim.entry ? groupWays(group, claim) : []),
  ];
}

interface Login {
  readonly part: Part;
  readonly title: string;
  readonly address: string;
  readonly family: Way['family'];
  readonly checks: readonly Check[];
  readonly gate: Pick<Gate, 'login' | 'strength' | 'rule'>;
}

/** The service as a front with one listener, and itself behind its login. */
function loginWays({ part, title, address, family, checks, gate }: Login): readonly Way[] {
  const leg = { pool: part, address, port: 'same', checks: [], to: part.ref } as const;
  const forward = { ...part, title, isConditional: false, gates: [{ ...part, ...gate }], legs: [leg] };
  const listener = { ...part, protocol: 'tcp', ports: [443, 443], label: 'HTTPS', forwards: [forward] } as const;
  return [...waysThrough({ ...part, listeners: [listener] }, family, checks)];
}

function bastionWays(estate: Estate, bastion: BastionHost, { address }: Claim): readonly Way[] {
  const { id, name, sku, location, properties } = bastion;
  const part = { kind: 'bastion host', ref: id };
  const title = name ?? 'default';
  const texts = properties.networkAcls?.ipRules.map(({ addressPrefix }) => addressPrefix) ?? [];
  const list = { part, name: 'network ACL', texts, location };
  const listed = texts.length === 0 ? [] : [{ ...allowList(estate, list), grants: false }];
  const gate =
    properties.enableShareableLink === true
      ? { login: 'key', strength: 'weak', rule: 'shareable link' }
      : { login: 'iam', strength: 'strong', rule: 'Azure login' };
  const isPrivate = properties.enablePrivateOnlyBastion === true;
  const addressed = properties.ipConfigurations.filter((config) => config.properties.publicIPAddress?.id !== undefined);
  if (isPrivate || addressed.length === 0) {
    const own = properties.dnsName ?? name ?? id;
    const isShared = sku?.name?.toLowerCase() === 'developer' && !isPrivate;
    const state = isShared ? yes(part, 'shared address') : no(part, 'no public address');
    return own === address ? loginWays({ part, title, address, family: 'ipv4', checks: [state, ...listed], gate }) : [];
  }
  return addressed.flatMap(({ properties: { publicIPAddress, subnet } }) => {
    const shown = publicAddressOf(estate, publicIPAddress?.id ?? '');
    const own = shown.address ?? shown.fqdn ?? nameIn(shown.sku.ref);
    const guards = subnet?.id === undefined ? [] : subnetGuards(estate, subnet.id, { family: 'ipv4' });
    const checks = [addressCheck(part, shown, 'public address'), ...guards, ...listed];
    return own === address ? loginWays({ part, title, address, family: shown.family, checks, gate }) : [];
  });
}

function clusterWays(estate: Estate, cluster: ManagedCluster, { address }: Claim): readonly Way[] {
  const { id, name, location, properties } = cluster;
  const { fqdn, privateFQDN, apiServerAccessProfile, powerState, publicNetworkAccess } = properties;
  const part = { kind: 'managed cluster', ref: id };
  const title = name ?? 'default';
  const isPrivate = apiServerAccessProfile?.enablePrivateCluster === true;
  const own = (isPrivate ? (privateFQDN ?? fqdn) : fqdn) ?? name ?? id;
  if (own !== address) return [];
  const isOff = publicNetworkAccess?.toLowerCase() === 'disabled';
  const isStopped = powerState?.code?.toLowerCase() === 'stopped';
  const texts = apiServerAccessProfile?.authorizedIPRanges ?? [];
  const checks = [
    isPrivate ? no(part, 'private cluster') : yes(part, 'public cluster'),
    ...(isOff ? [no(part, 'public network access disabled')] : []),
    isStopped ? no(part, 'stopped', true) : yes(part, 'running'),
    allowList(estate, { part, name: 'authorized IP ranges', texts, location }),
  ];
  const gate = { login: 'iam', strength: 'strong', rule: 'Kubernetes authentication' };
  return loginWays({ part, title, address, family: 'ipv4', checks, gate });
}

interface AllowList {
  readonly part: Part;
  readonly name: string;
  readonly texts: readonly (string | undefined)[];
  readonly location: string | undefined;
}

/** A service's own list of those who may come to its port; an empty one lets everyone. */
function allowList(estate: Estate, { part, name, texts, location = '' }: AllowList): Check {
  const scene = { family: 'ipv4', of: part.ref, location } as const;
  const { ranges, missing, providerRange } = sendersNamed(estate, texts, scene);
  const rule = {
    name: { ...part, rule: texts.length === 0 ? `no ${name}` : name },
    protocol: 'tcp',
    ports: [[443, 443]],
  } as const;
  const known = {
    ...rule,
    name: { ...rule.name, providerRange },
    action: 'allow',
    sources: texts.length === 0 ? EVERY_ADDRESS.ipv4 : ranges,
    missing: [],
  } as const;
  const perhaps = { ...rule, action: 'allow', sources: EVERY_ADDRESS.ipv4, missing } as const;
  return anyAllow(missing.length === 0 ? [known] : [known, perhaps], { ...part, rule: name });
}

/** A public group opens its ports to everyone; each container that lists ports of the group is a way in of its own. */
function groupWays(group: ContainerGroup, { address }: Claim): readonly Way[] {
  const { id, name, properties } = group;
  const { ipAddress, containers } = properties;
  if (ipAddress === undefined || (ipAddress.ip ?? ipAddress.fqdn ?? name ?? id) !== address) return [];
  const part = { kind: 'container group', ref: id };
  const isPublic = ipAddress.type?.toLowerCase() === 'public';
  const shown = { address: ipAddress.ip ?? ipAddress.fqdn, missing: [] };
  const first = isPublic ? addressCheck(part, shown) : no(part, 'no public address');
  const all = portsOf(group);
  const lists = containers.map(({ properties: { ports } }) => ports.map(({ port }) => port));
  const listers = (port: number): readonly number[] =>
    lists.flatMap((ports, index) => (ports.includes(port) ? [index] : []));
  const ownerOf = ({ port }: Port): string => {
    const [own, ...others] = listers(port);
    return own === undefined || others.length > 0 ? '' : (containers[own]?.name ?? '');
  };
  const shares = containers.length === 1 || all.length === 0 ? [all] : [...Map.groupBy(all, ownerOf).values()];
  const family = parseIp(address)?.family ?? 'ipv4';
  return shares.map((ports) => ({
    workload: id,
    family,
    checks: [first, stateOf(group), opened(group, ports)],
    gates: [],
  }));
}

/** A container group as the backend of a front, by its address or its name. */
export function reachedGroup(
  estate: Estate,
  sought: { readonly networks: readonly string[]; readonly address: string } | { readonly fqdn: string },
): { readonly checks: readonly Check[]; readonly to: string } | undefined {
  for (const { record } of estate.rows(containerGroups)) {
    const { ipAddress, subnetIds } = record.properties;
    const isPublic = ipAddress?.type?.toLowerCase() === 'public';
    const subnetId = subnetIds.map(({ id }) => id).find((id) => id !== undefined);
    const isIt =
      'fqdn' in sought
        ? isPublic && ipAddress.fqdn !== undefined && nameKey(ipAddress.fqdn) === nameKey(sought.fqdn)
        : spelled(ipAddress?.ip ?? '') === spelled(sought.address) &&
          (isPublic || (subnetId !== undefined && sought.networks.includes(armKey(parentId(subnetId)))));
    if (!isIt) continue;
    const own = parseIp(ipAddress?.ip ?? '');
    const isGuarded = 'address' in sought && !isPublic && own !== undefined && subnetId !== undefined;
    const guards = isGuarded
      ? subnetGuards(estate, subnetId, { family: own.family, ranges: [own.address, own.address] })
      : [];
    return { to: record.id, checks: [stateOf(record), opened(record, portsOf(record)), ...guards] };
  }
  return undefined;
}

interface Port {
  readonly protocol: string;
  readonly port: number;
}

function portsOf({ properties: { ipAddress } }: ContainerGroup): readonly Port[] {
  const ports = ipAddress?.ports ?? [];
  return ports.flatMap(({ protocol, port }) =>
    port === undefined ? [] : [{ protocol: protocol?.toLowerCase() === 'udp' ? 'udp' : 'tcp', port }],
  );
}

function stateOf({ id, properties }: ContainerGroup): Check {
  const state = properties.instanceView?.state?.toLowerCase() ?? 'no state told';
  const part = { kind: 'container group', ref: id };
  return /^(?:stopped|terminated|succeeded|failed)$/.test(state) ? no(part, state, true) : yes(part, state);
}

function opened({ id }: ContainerGroup, ports: readonly Port[]): Check {
  const part = { kind: 'container group', ref: id };
  const rules = ports.map(({ protocol, port }) => ({
    name: { ...part, rule: `${protocol} ${port}` },
    action: 'allow' as const,
    protocol,
    ports: [[port, port]] as const,
    sources: [...EVERY_ADDRESS.ipv4, ...EVERY_ADDRESS.ipv6],
    missing: [],
  }));
  return anyAllow(rules, { ...part, rule: 'port not opened' });
}

function yes(part: Part, rule: string): Check {
  return fact({ decision: 'allow', names: [{ ...part, rule }] });
}

function no(part: Part, rule: string, latent = false): Check {
  return fact({ decision: 'deny', names: [{ ...part, rule }], latent });
}

function nameKey(fqdn: string): string {
  return fqdn.toLowerCase().replace(/\.$/, '');
}
