import { once } from '../../../../src/convert/interner.ts';
import type { Row } from '../../../../src/convert/table.ts';
import type { Wire } from '../../../../src/model/inventory.ts';
import type { PeerAddresses } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { INTERNET } from '../../../../src/net/audience.ts';
import { type Family, parseIp } from '../../../../src/net/ip.ts';
import { armKey, nameIn } from '../../arm-id.ts';
import {
  type ApplicationGateway,
  applicationGateways,
  type GatewayFrontend,
} from '../../records/application-gateways.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import type { FrontAddress } from '../fronts/fronts.ts';
import { prefixesOfSubnet } from '../network/networks.ts';
import { type PublicAddress, publicAddress } from '../network/public-addresses.ts';

export type GatewayRow = Row<ApplicationGateway>;

/** A part of a gateway that others name by its id. */
interface Part {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** One address of an application gateway. */
export interface GatewayAddress {
  readonly row: GatewayRow;
  readonly frontend: GatewayFrontend;
  /** The frontend's own id. */
  readonly id: string;
  /** Absent for a private one. */
  readonly shown?: PublicAddress;
}

export function gatewayAddresses(context: Context): readonly GatewayAddress[] {
  return context.made(allAddresses);
}

export function gatewayAddressById(context: Context, id: string): GatewayAddress | undefined {
  return context.made(addressesById).get(armKey(id));
}

/** The same, in the words in which all kinds of fronts tell of theirs. */
export function gatewayFrontAddresses(context: Context): readonly FrontAddress[] {
  return gatewayAddresses(context).map(({ row, id, frontend: { properties } }) => ({
    id,
    publicIpId: properties.publicIPAddress?.id,
    privateAddress: properties.privateIPAddress,
    subnetId: properties.subnet?.id ?? subnetOfGateway(row),
  }));
}

export function gatewayElement(row: GatewayRow): Element {
  return elementOf('application gateway', row.record.id, row, row.record.name ?? nameIn(row.record.id));
}

export function partElement(row: GatewayRow, kind: string, collection: string, part: Part): Element {
  const id = partId(row, collection, part);
  return elementOf(kind, id, row, part.name ?? nameIn(id));
}

/** The part that a reference names. */
export function partNamed<T extends Part>(
  row: GatewayRow,
  parts: readonly T[],
  collection: string,
  id: string | undefined,
): T | undefined {
  return id === undefined ? undefined : parts.find((part) => armKey(partId(row, collection, part)) === armKey(id));
}

export function partId({ record }: GatewayRow, collection: string, { id, name }: Part): string {
  return id ?? `${record.id}/${collection}/${name ?? ''}`;
}

/** The subnet that the instances of a gateway stand in. */
export function subnetOfGateway({ record }: GatewayRow): string | undefined {
  const [config] = record.properties.gatewayIPConfigurations.flatMap(({ properties }) => properties.subnet?.id ?? []);
  return config;
}

/** What a backend sees as the sender. */
export interface GatewayWires {
  readonly inside: Wire;
  readonly outside: Wire;
}

export function wiresOf(context: Context, row: GatewayRow): GatewayWires {
  return once(context.made(knownWires), row, () => ({
    inside: insideWire(context, row),
    outside: outsideWire(context, row),
  }));
}

function knownWires(): Map<GatewayRow, GatewayWires> {
  return new Map();
}

/** What a backend inside sees: one of the gateway's instances, whose addresses are not told. */
function insideWire(context: Context, row: GatewayRow): Wire {
  const subnet = subnetOfGateway(row);
  const from: PeerAddresses =
    subnet === undefined
      ? { family: 'ipv4', ranges: [0, 2 ** 32 - 1], exact: false, missing: [untold(context, row)] }
      : prefixesOfSubnet(context, subnet, 'ipv4');
  return { kind: 'proxy', via: [], from };
}

/** What a backend on the internet sees: the gateway's own public address; without one, some address of the platform. */
function outsideWire(context: Context, row: GatewayRow): Wire {
  const shown = gatewayAddresses(context).filter((address) => address.row === row);
  const parsed = shown.map(({ shown: own }) => parseIp(own?.address ?? '')).find((ip) => ip?.family === 'ipv4');
  const from: PeerAddresses =
    parsed === undefined
      ? { family: 'ipv4', ranges: INTERNET.ipv4, exact: false }
      : { family: 'ipv4', ranges: [parsed.address, parsed.address], exact: true };
  return { kind: 'proxy', via: [], from };
}

/** The family of an address; one that was not read is of the older family. */
export function familyOfAddress({ frontend, shown }: GatewayAddress): Family {
  if (shown !== undefined) return shown.family;
  return parseIp(frontend.properties.privateIPAddress ?? '')?.family ?? 'ipv4';
}

function untold({ estate }: Context, { record }: GatewayRow): string {
  return estate.missing(applicationGateways, record.id);
}

function allAddresses(context: Context): readonly GatewayAddress[] {
  return context.estate.rows(applicationGateways).flatMap((row) =>
    row.record.properties.frontendIPConfigurations.map((frontend): GatewayAddress => {
      const id = partId(row, 'frontendIPConfigurations', frontend);
      const publicId = frontend.properties.publicIPAddress?.id;
      return { row, frontend, id, ...(publicId === undefined ? {} : { shown: publicAddress(context, publicId) }) };
    }),
  );
}

function addressesById(context: Context): ReadonlyMap<string, GatewayAddress> {
  return new Map(gatewayAddresses(context).map((address) => [armKey(address.id), address]));
}
