import { EVERY_ADDRESS, type Family, parseIp } from '../../../../src/net/ip.ts';
import { ALL_PORTS } from '../../../../src/net/ports.ts';
import { armKey, parentId } from '../../arm-id.ts';
import {
  type ApplicationGateway,
  applicationGateways,
  type GatewayListener,
} from '../../records/application-gateways.ts';
import { type Check, type Claim, fact, partOf, type Way } from '../check.ts';
import type { Estate } from '../estate.ts';
import { type Listener, waysThrough } from '../front.ts';
import { subnetGuards } from '../network/guards.ts';
import { addressCheck } from '../network/interface-ways.ts';
import { type PublicAddress, publicAddressOf } from '../network/interfaces.ts';
import { replyCheck } from '../network/routes.ts';
import { doubtful, type FrontKind, nobody, type Passage, type Reached } from './backends.ts';
import { legsOf, subnetOf } from './gateway-legs.ts';
import { certificateGates, type Door, routesOf } from './gateway-routes.ts';
import { idOf, partNamed, titleOf } from './pools.ts';
import { gatewayWaf } from './waf.ts';

/** One address of an application gateway. */
interface At {
  readonly gateway: ApplicationGateway;
  readonly id: string;
  readonly family: Family;
  readonly inside: string | undefined;
  /** Absent for a private address. */
  readonly shown: PublicAddress | undefined;
}

/** Every way through an application gateway from one of its public addresses. */
export function gatewayWays(estate: Estate, { entry, address }: Claim, kinds: Passage['kinds']): readonly Way[] {
  const gateway = estate.find(applicationGateways, entry)?.record;
  if (gateway?.id !== entry) return [];
  return addressesOf(estate, gateway).flatMap((at) => {
    const { shown, family } = at;
    if (shown === undefined || (shown.address ?? shown.sku.ref) !== address) return [];
    const first = addressCheck({ kind: 'application gateway', ref: entry }, shown, 'public address');
    const reply = replyCheck(estate, subnetOf(gateway), family);
    return reached(estate, at, { sender: undefined, through: [], kinds }).flatMap(({ to, checks }) => [
      ...waysThrough(to, family, [first, ...checks, reply]),
    ]);
  });
}

/** Application gateways as other fronts send to them. */
export const gatewayFronts: FrontKind = {
  addresses: (estate) =>
    estate.rows(applicationGateways).flatMap(({ record }) =>
      record.properties.frontendIPConfigurations.map((own) => ({
        id: idOf(record, 'frontendIPConfigurations', own),
        publicId: own.properties.publicIPAddress?.id,
        address: own.properties.privateIPAddress,
        subnetId: own.properties.subnet?.id ?? subnetOf(record),
      })),
    ),
  reach: (estate, id, passage) => {
    const gateway = estate.find(applicationGateways, parentId(id))?.record;
    const at =
      gateway === undefined ? undefined : addressesOf(estate, gateway).find((one) => armKey(one.id) === armKey(id));
    return at === undefined ? [] : reached(estate, at, passage);
  },
};

function addressesOf(estate: Estate, gateway: ApplicationGateway): readonly At[] {
  return gateway.properties.frontendIPConfigurations.map((own) => {
    const { publicIPAddress, privateIPAddress: inside } = own.properties;
    const shown = publicIPAddress?.id === undefined ? undefined : publicAddressOf(estate, publicIPAddress.id);
    const family = shown?.family ?? parseIp(inside ?? '')?.family ?? 'ipv4';
    return { gateway, id: idOf(gateway, 'frontendIPConfigurations', own), family, inside, shown };
  });
}

/** The listeners of an address, each once for each web application firewall that stands before some of its rules. */
function reached(estate: Estate, at: At, passage: Passage): readonly Reached[] {
  const { gateway } = at;
  const part = { kind: 'application gateway', ref: gateway.id };
  const state = gateway.properties.operationalState?.toLowerCase();
  const decision = state === 'stopped' || state === 'stopping' ? 'deny' : 'allow';
  const running = state === undefined ? [] : [fact({ decision, names: [{ ...part, rule: state }], latent: true })];
  const isHere = ({ listener: { properties } }: Door): boolean =>
    armKey(properties.frontendIPConfiguration?.id ?? '') === armKey(at.id);
  const doors = opened(gateway).filter(isHere);
  const closed = { to: { ...part, listeners: [] }, checks: [...running, ...guardsOf(estate, at, false)] };
  if (doors.length === 0) return [closed];
  return doors.flatMap((door) => {
    const before = [...running, ...guardsOf(estate, at, sharesPort(at, door))];
    const through = [...passage.through, armKey(at.id)];
    return behind(estate, gateway, { ...passage, through }, door).map(({ listener, waf }) => ({
      to: { ...part, listeners: [listener] },
      checks: waf === undefined ? before : [...before, waf],
    }));
  });
}

interface Behind {
  readonly listener: Listener;
  readonly waf: Check | undefined;
}

function behind(estate: Estate, gateway: ApplicationGateway, passage: Passage, door: Door): readonly Behind[] {
  const { listener, isStream } = door;
  const opens = listenerOf(estate, gateway, door);
  const mtls = certificateGates(gateway, listener);
  const routes = routesOf(gateway, door).map((route) => {
    // A redirect is answered before any custom rule is asked, and streams are not looked into at all.
    const isAsked = route.aim.redirect === undefined && !isStream;
    const policy = route.policyId ?? listener.properties.firewallPolicy?.id ?? gateway.properties.firewallPolicy?.id;
    const waf = gatewayWaf(estate, isAsked ? policy : undefined);
    const gates = [...mtls, ...route.gates, ...waf.gates];
    const forward = { ...route, gates, legs: legsOf(estate, gateway, passage, route) };
    return { forward, waf: waf.check, key: waf.check === undefined ? '' : armKey(policy ?? '') };
  });
  if (routes.length === 0) {
    const legs = [nobody({ pool: opens, port: 'same' }, [], 'no routing rule')];
    const title = titleOf(listener, opens.ref);
    const forward = { ...partOf(opens), title, isConditional: false, gates: mtls, legs };
    return [{ listener: { ...opens, forwards: [forward] }, waf: undefined }];
  }
  return [...Map.groupBy(routes, ({ key }) => key).values()].map((own) => ({
    listener: { ...opens, forwards: own.map(({ forward }) => forward) },
    waf: own[0]?.waf,
  }));
}

/** The groups see one of the gateway's instances as the destination; where a port is shared, the frontend's address. */
function guardsOf(estate: Estate, { gateway, family, shown, inside }: At, isShared: boolean): readonly Check[] {
  const subnet = subnetOf(gateway);
  const part = { kind: 'application gateway', ref: gateway.id };
  if (subnet === undefined)
    return [doubtful(part, 'subnet could not be read', [estate.gap(applicationGateways, gateway.id)])];
  const own = parseIp((shown === undefined ? inside : shown.address) ?? '');
  const address = own === undefined ? EVERY_ADDRESS[family] : [own.address, own.address];
  return subnetGuards(estate, subnet, { family, ranges: isShared ? address : undefined });
}

function opened(gateway: ApplicationGateway): readonly Door[] {
  const { httpListeners, listeners, frontendPorts } = gateway.properties;
  const portOf = ({ properties }: GatewayListener): number | undefined =>
    partNamed(gateway, 'frontendPorts', frontendPorts, properties.frontendPort?.id)?.properties.port;
  return [
    ...httpListeners.map((listener) => ({ listener, isStream: false, port: portOf(listener) })),
    ...listeners.map((listener) => ({ listener, isStream: true, port: portOf(listener) })),
  ];
}

/** Whether both a public and a private address listen on a port. */
function sharesPort({ gateway, shown }: At, { port }: Door): boolean {
  const { frontendIPConfigurations } = gateway.properties;
  return opened(gateway).some((other) => {
    const id = other.listener.properties.frontendIPConfiguration?.id;
    const front = partNamed(gateway, 'frontendIPConfigurations', frontendIPConfigurations, id);
    return (
      front !== undefined &&
      other.port === port &&
      (front.properties.publicIPAddress?.id === undefined) === (shown !== undefined)
    );
  });
}

function listenerOf(
  estate: Estate,
  gateway: ApplicationGateway,
  { listener, isStream, port }: Door,
): Omit<Listener, 'forwards'> {
  const ref = idOf(gateway, isStream ? 'listeners' : 'httpListeners', listener);
  return {
    kind: 'listener',
    ref,
    protocol: 'tcp',
    ports: port === undefined ? ALL_PORTS : [port, port],
    label: listener.properties.protocol?.toUpperCase() ?? 'TCP',
    missing: port === undefined ? [estate.gap(applicationGateways, ref)] : undefined,
  };
}
