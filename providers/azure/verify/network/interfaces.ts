import { type Family, formatIp, parseIp } from '../../../../src/net/ip.ts';
import { Memo } from '../../../../src/verify/memo.ts';
import { armKey } from '../../arm-id.ts';
import { type NetworkInterface, networkInterfaces, scaleSetInterfaces } from '../../records/network-interfaces.ts';
import { type PublicIpAddress, publicIpAddresses, scaleSetAddresses } from '../../records/public-ip-addresses.ts';
import { type VirtualMachine, virtualMachines } from '../../records/virtual-machines.ts';
import { type Check, fact, type Part } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { IpConfig, Sku } from './guards.ts';
import { networksNear } from './networks.ts';

export function nicOf(estate: Estate, id: string): NetworkInterface | undefined {
  return (estate.find(networkInterfaces, id) ?? estate.find(scaleSetInterfaces, id))?.record;
}

/** Every interface, those of uniform scale sets included. */
export function nicsOf(estate: Estate): readonly NetworkInterface[] {
  return NICS.of(estate, '', () => {
    const all = [...estate.rows(scaleSetInterfaces), ...estate.rows(networkInterfaces)];
    const byId = new Map(all.map(({ record }) => [armKey(record.id), record]));
    return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, nic]) => nic);
  });
}

export function configsOf(nic: NetworkInterface): readonly IpConfig[] {
  return nic.properties.ipConfigurations.map((config, index) => {
    const { privateIPAddress = '', privateIPAddressVersion: version } = config.properties;
    const isSix = version === undefined ? privateIPAddress.includes(':') : version.toLowerCase() === 'ipv6';
    const id = config.id ?? `${nic.id}/ipConfigurations/${config.name ?? index}`;
    return { id, nic, config, family: isSix ? 'ipv6' : 'ipv4' };
  });
}

/** The ip configuration that stands for an interface as a whole. */
export function primaryOf(configs: readonly IpConfig[]): IpConfig | undefined {
  return configs.find(({ config }) => config.properties.primary === true) ?? configs[0];
}

export function configById(estate: Estate, id: string): IpConfig | undefined {
  return CONFIGS.of(estate, 'id', () => new Map(allConfigs(estate).map((own) => [armKey(own.id), own]))).get(
    armKey(id),
  );
}

/** Who has a private address: in this network, or else in one that is peered with it. */
export function configByAddress(estate: Estate, networkId: string, address: string): IpConfig | undefined {
  const index = CONFIGS.of(
    estate,
    'address',
    () =>
      new Map(
        allConfigs(estate)
          .toReversed()
          .map((own) => {
            const { subnet, privateIPAddress } = own.config.properties;
            const network = armKey(subnet?.id ?? '').split('/subnets/')[0] ?? '';
            return [`${network} ${spelled(privateIPAddress ?? '')}`, own];
          }),
      ),
  );
  const found = networksNear(estate, networkId).map((network) => index.get(`${network} ${spelled(address)}`));
  return found.find((own) => own !== undefined);
}

/** Whether something of ours listens behind an interface: it is not the end of a private link. */
export function isOurs({ properties: { privateEndpoint, privateLinkService } }: NetworkInterface): boolean {
  return privateEndpoint?.id === undefined && privateLinkService?.id === undefined;
}

/** A public address, also one that is only known by its id. */
export interface PublicAddress {
  readonly address: string | undefined;
  readonly family: Family;
  readonly fqdn: string | undefined;
  readonly sku: Sku;
  readonly missing: readonly string[];
}

/** The public address that an ip configuration names, or that names it. */
export function publicIdOf(estate: Estate, configId: string, named: string | undefined): string | undefined {
  const index = HOLDERS.of(estate, '', () => {
    const all = [...estate.rows(publicIpAddresses), ...estate.rows(scaleSetAddresses)];
    return new Map(all.map(({ record }) => [armKey(record.properties.ipConfiguration?.id ?? ''), record.id]));
  });
  return named ?? index.get(armKey(configId));
}

export function publicAddressOf(estate: Estate, id: string): PublicAddress {
  const record = publicRecord(estate, id);
  const kind = scaleSetIn(id) === undefined ? publicIpAddresses : scaleSetAddresses;
  const missing = record === undefined ? [estate.gap(kind, id)] : [];
  const sku = { kind: 'public IP address', ref: record?.id ?? id, missing };
  if (record === undefined) {
    return { address: undefined, family: 'ipv4', fqdn: undefined, missing, sku: { ...sku, name: 'unknown' } };
  }
  const { ipAddress, publicIPAddressVersion, dnsSettings } = record.properties;
  return {
    address: ipAddress,
    family: publicIPAddressVersion?.toLowerCase() === 'ipv6' ? 'ipv6' : 'ipv4',
    fqdn: dnsSettings?.fqdn,
    missing,
    sku: { ...sku, name: skuName(record.sku?.name) },
  };
}

export function publicRecords(estate: Estate): readonly PublicIpAddress[] {
  return [...estate.rows(publicIpAddresses), ...estate.rows(scaleSetAddresses)].map(({ record }) => record);
}

export function publicRecord(estate: Estate, id: string): PublicIpAddress | undefined {
  return (estate.find(publicIpAddresses, id) ?? estate.find(scaleSetAddresses, id))?.record;
}

/** Resource Manager makes a `Basic` one where none is asked for; everything newer is closed like `Standard`. */
export function skuName(name = 'Basic'): Sku['name'] {
  if (/^basic$/i.test(name)) return 'Basic';
  return /^standard(?:v2)?$/i.test(name) ? 'Standard' : 'unknown';
}

/** What stands behind an interface: its machine, or the interface itself where nothing tells of one. */
export function targetOf(estate: Estate, nic: NetworkInterface): Part {
  const machine = machineIdOf(estate, nic);
  return machine === undefined
    ? { kind: 'network interface', ref: nic.id }
    : { kind: 'virtual machine', ref: estate.find(virtualMachines, machine)?.record.id ?? machine };
}

/** What is stopped, or not attached, answers nobody for now. */
export function liveness(estate: Estate, nic: NetworkInterface): readonly Check[] {
  const target = targetOf(estate, nic);
  const state = (decision: 'allow' | 'deny' | 'unknown', rule: string, missing: readonly string[] = []) => [
    fact({ decision, names: [{ ...target, rule }], missing, latent: true }),
  ];
  const machine = machineIdOf(estate, nic);
  if (machine === undefined) return isOurs(nic) ? state('deny', 'attached to nothing') : [];
  if (instanceIn(machine) !== undefined) return state('allow', 'power state not told');
  const row = estate.find(virtualMachines, machine);
  if (row === undefined)
    return state('unknown', 'power state could not be read', [estate.gap(virtualMachines, machine)]);
  const power = powerOf(row.record) ?? 'power state not told';
  return state(
    /^(?:power state not told|running|starting|stopping|deallocating)$/.test(power) ? 'allow' : 'deny',
    power,
  );
}

/** The machine that an interface names, or that names the interface. */
export function machineIdOf(estate: Estate, { id, properties }: NetworkInterface): string | undefined {
  const told = properties.virtualMachine?.id ?? instanceIn(id);
  if (told !== undefined) return instanceIn(told) ?? told;
  const index = MACHINES.of(
    estate,
    '',
    () =>
      new Map(
        estate.rows(virtualMachines).flatMap(({ record }) => {
          const interfaces = record.properties.networkProfile?.networkInterfaces ?? [];
          return interfaces.map((one) => [armKey(one.id ?? ''), record.id] as const);
        }),
      ),
  );
  return index.get(armKey(id));
}

/** The scale set that an id lies in. */
export function scaleSetIn(id: string): string | undefined {
  return /^.*\/virtualMachineScaleSets\/[^/]+(?=\/)/i.exec(id)?.[0];
}

export function instanceIn(id: string): string | undefined {
  return /^.*\/virtualMachineScaleSets\/[^/]+\/virtualMachines\/[^/]+/i.exec(id)?.[0];
}

function powerOf({ properties }: VirtualMachine): string | undefined {
  const { instanceView, extended, powerState } = properties;
  const codes = [...(instanceView?.statuses ?? []).map(({ code }) => code), extended?.instanceView?.powerState?.code];
  const plain = typeof powerState === 'string' ? powerState : powerState?.code;
  const code = codes.find((text) => /^PowerState\//i.test(text ?? '')) ?? plain;
  return code?.replace(/^(?:PowerState\/|VM )/i, '').toLowerCase();
}

function allConfigs(estate: Estate): readonly IpConfig[] {
  return nicsOf(estate).flatMap(configsOf);
}

export function spelled(address: string): string {
  const ip = parseIp(address);
  return ip === undefined ? address.toLowerCase() : formatIp(ip.address);
}

const NICS = new Memo<readonly NetworkInterface[]>();
const CONFIGS = new Memo<ReadonlyMap<string, IpConfig>>();
const HOLDERS = new Memo<ReadonlyMap<string, string>>();
const MACHINES = new Memo<ReadonlyMap<string, string>>();
