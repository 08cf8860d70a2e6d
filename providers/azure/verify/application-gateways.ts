import type { Proof } from '../../../src/model/proof.ts';
import { INTERNET } from '../../../src/net/audience.ts';
import { EVERY_ADDRESS, type Family, parseIp } from '../../../src/net/ip.ts';
import { ALL_PORTS } from '../../../src/net/ports.ts';
import { armKey, nameIn, parentId } from '../arm-id.ts';
import {
  type ApplicationGateway,
  applicationGateways,
  type GatewayListener,
  type RequestRoutingRule,
} from '../records/application-gateways.ts';
import { type Backend, doubtful, type FrontKind, legsTo, nobody, type Passage, type Reached } from './backends.ts';
import { type Check, fact, type Part, type Way } from './check.ts';
import type { Estate } from './estate.ts';
import { type Forward, type Gate, type Leg, type Listener, waysThrough } from './front.ts';
import { subnetGuards } from './guards.ts';
import { addressCheck } from './interface-ways.ts';
import { type PublicAddress, publicAddressOf } from './interfaces.ts';
import { addressesOfSubnet, gapOfSubnet, placeOf } from './networks.ts';
import type { Sender } from './packet.ts';
import { configsNaming, hiddenMembers, idOf, partNamed, titleOf, unreadSets } from './pools.ts';
import { replyCheck } from './routes.ts';
import { gatewayWaf } from './waf.ts';
import { readAddresses } from './words.ts';

type Properties = ApplicationGateway['properties'];

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
export function gatewayWays(
  estate: Estate,
  { entry, address }: Pick<Proof, 'entry' | 'address'>,
  kinds: readonly FrontKind[],
): readonly Way[] {
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

/** The subnet that the instances of a gateway stand in. */
function subnetOf({ properties }: ApplicationGateway): string | undefined {
  const [id] = properties.gatewayIPConfigurations.flatMap((config) => config.properties.subnet?.id ?? []);
  return id;
}

/** The listeners of an address, each once for each web application firewall that stands before some of its rules. */
function reached(estate: Estate, at: At, passage: Passage): readonly Reached[] {
  const { gateway } = at;
  const part = { kind: 'application gateway', ref: gateway.id };
  const state = gateway.properties.operationalState?.toLowerCase();
  const isDown = state === 'stopped' || state === 'stopping';
  const names = [{ ...part, rule: state ?? '' }];
  const running = state === undefined ? [] : [fact({ decision: isDown ? 'deny' : 'allow', names, latent: true })];
  const doors = opened(gateway).filter(
    ({ listener }) => armKey(listener.properties.frontendIPConfiguration?.id ?? '') === armKey(at.id),
  );
  if (doors.length === 0)
    return [{ to: { ...part, listeners: [] }, checks: [...running, ...guardsOf(estate, at, false)] }];
  return doors.flatMap((door): readonly Reached[] => {
    const before = [...running, ...guardsOf(estate, at, sharesPort(at, door))];
    const routes = routesOf(gateway, door).map((route) => {
      // A redirect is answered before any custom rule is asked, and streams are not looked into at all.
      const isAsked = route.aim.redirect === undefined && !door.isStream;
      const policy =
        route.policyId ?? door.listener.properties.firewallPolicy?.id ?? gateway.properties.firewallPolicy?.id;
      const waf = gatewayWaf(estate, isAsked ? policy : undefined);
      return { route, waf, key: waf.check === undefined ? '' : armKey(policy ?? '') };
    });
    const mtls = certificateGates(gateway, door.listener);
    const opens = listenerOf(estate, gateway, door);
    if (routes.length === 0) {
      const legs = [nobody({ pool: opens, port: 'same' }, [], 'no routing rule')];
      const forward = {
        ...partOf(opens),
        title: titleOf(door.listener, opens.ref),
        isConditional: false,
        gates: mtls,
        legs,
      };
      return [{ to: { ...part, listeners: [{ ...opens, forwards: [forward] }] }, checks: before }];
    }
    return [...Map.groupBy(routes, ({ key }) => key).values()].map((own) => {
      const forwards = own.map(({ route, waf }) => ({
        ...route,
        gates: [...mtls, ...route.gates, ...waf.gates],
        legs: legsOf(estate, at, passage, route),
      }));
      const check = own[0]?.waf.check;
      return {
        to: { ...part, listeners: [{ ...opens, forwards }] },
        checks: check === undefined ? before : [...before, check],
      };
    });
  });
}

function partOf({ kind, ref }: Part): Part {
  return { kind, ref };
}

/** The groups see one of the gateway's instances as the destination; where a port is shared, the frontend's address. */
function guardsOf(estate: Estate, { gateway, family, shown, inside }: At, isShared: boolean): readonly Check[] {
  const subnet = subnetOf(gateway);
  const part = { kind: 'application gateway', ref: gateway.id };
  if (subnet === undefined)
    return [doubtful(part, 'subnet could not be read', [estate.gap(applicationGateways, gateway.id)])];
  const own = parseIp((shown === undefined ? inside : shown.address) ?? '');
  const address = own === undefined ? EVERY_ADDRESS[family] : [own.address, own.address];
  return subnetGuards(estate, subnet, family, undefined, isShared ? address : undefined);
}

/** A listener as its document has it: one that does HTTP, or one that passes streams on. */
interface Door {
  readonly listener: GatewayListener;
  readonly isStream: boolean;
  readonly port: number | undefined;
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

/** One way through a listener. */
interface Route extends Omit<Forward, 'legs'> {
  /** The web application firewall of this path alone; absent, the listener's. */
  readonly policyId?: string | undefined;
  readonly aim: Aim;
}

interface Aim {
  readonly pool: string | undefined;
  readonly settings: string | undefined;
  readonly redirect?: string | undefined;
  readonly distribution?: string | undefined;
}

/** The ways through a listener, in the order in which they are tried. */
function routesOf(gateway: ApplicationGateway, { listener, isStream }: Door): readonly Route[] {
  const { requestRoutingRules, routingRules } = gateway.properties;
  const id = armKey(idOf(gateway, isStream ? 'listeners' : 'httpListeners', listener));
  const { hostName, hostNames } = listener.properties;
  const hosts = [hostName ?? '', ...hostNames].filter((host) => host !== '');
  const isConditional = hosts.length > 0 && !hosts.includes('*');
  const rank = ({
    properties: { priority = 20_000 },
  }: {
    readonly properties: { readonly priority?: number | undefined };
  }): number => priority;
  if (isStream) {
    const own = routingRules.filter(({ properties }) => armKey(properties.listener?.id ?? '') === id);
    return own
      .toSorted((a, b) => rank(a) - rank(b))
      .map((rule) => {
        const { backendAddressPool, backendSettings } = rule.properties;
        const aim = { pool: backendAddressPool?.id, settings: backendSettings?.id };
        return { ...named(gateway, 'routing rule', 'routingRules', rule), isConditional, gates: [], aim };
      });
  }
  const own = requestRoutingRules.filter(({ properties }) => armKey(properties.httpListener?.id ?? '') === id);
  const routes = own.toSorted((a, b) => rank(a) - rank(b)).flatMap((rule) => routesOfRule(gateway, rule));
  return routes.map((route) => ({ ...route, isConditional: isConditional || route.isConditional }));
}

function named(
  gateway: ApplicationGateway,
  kind: string,
  collection: string,
  rule: { readonly id?: string | undefined; readonly name?: string | undefined },
) {
  const ref = idOf(gateway, collection, rule);
  return { kind, ref, title: titleOf(rule, ref) };
}

function routesOfRule(gateway: ApplicationGateway, rule: RequestRoutingRule): readonly Route[] {
  const { properties } = rule;
  const { urlPathMaps, advancedRoutingMaps, entraJWTValidationConfigs, advancedRoutingConditionSets } =
    gateway.properties;
  const own = named(gateway, 'routing rule', 'requestRoutingRules', rule);
  const jwt = partNamed(
    gateway,
    'entraJWTValidationConfigs',
    entraJWTValidationConfigs,
    properties.entraJWTValidationConfig?.id,
  );
  const words = ['Entra token', jwt?.properties.tenantId].filter((word) => word !== undefined);
  const isDemanded = jwt !== undefined && !/^allow$/i.test(jwt.properties.unAuthorizedRequestAction ?? '');
  const token: readonly Gate[] = isDemanded
    ? [{ ...partOf(own), login: 'jwt', strength: 'strong', rule: words.join(' ') }]
    : [];
  const gates = [...token, ...logins(own, properties.authConfigs)];
  const bare = { ...own, isConditional: false, gates, aim: aimOf(properties) };
  const paths = partNamed(gateway, 'urlPathMaps', urlPathMaps, properties.urlPathMap?.id);
  if (paths !== undefined) {
    const rules = paths.properties.pathRules.map((path) => ({
      ...bare,
      ...named(gateway, 'path rule', `urlPathMaps/${paths.name ?? ''}/pathRules`, path),
      isConditional: !path.properties.paths.includes('/*'),
      policyId: path.properties.firewallPolicy?.id,
      aim: aimOf(path.properties),
    }));
    return [...rules, { ...bare, aim: defaultAim(paths.properties) }];
  }
  const map = partNamed(gateway, 'advancedRoutingMaps', advancedRoutingMaps, properties.advancedRoutingMap?.id);
  if (map === undefined) return [bare];
  const rules = map.properties.advancedRoutingRules
    .toSorted((a, b) => (a.properties.priority ?? 0) - (b.properties.priority ?? 0))
    .map((advanced) => {
      const id = advanced.properties.advancedRoutingConditionSet?.id;
      const set = partNamed(gateway, 'advancedRoutingConditionSets', advancedRoutingConditionSets, id);
      const conditions = set?.properties.routingConditions ?? [];
      const isAddress = ({ conditionType }: (typeof conditions)[number]): boolean =>
        /^clientip$/i.test(conditionType ?? '');
      const texts = conditions.filter(isAddress).flatMap(({ propertyValues }) => propertyValues);
      const part = named(gateway, 'advanced routing rule', `advancedRoutingMaps/${map.name ?? ''}/rules`, advanced);
      return {
        ...bare,
        ...part,
        isConditional: !conditions.every(isAddress),
        sources:
          texts.length === 0
            ? undefined
            : { ipv4: readAddresses(texts, 'ipv4').ranges, ipv6: readAddresses(texts, 'ipv6').ranges },
        gates: [...gates, ...logins(part, advanced.properties.authConfigs)],
        aim: aimOf(advanced.properties),
      };
    });
  const rest = {
    ...bare,
    gates: [...gates, ...logins(own, map.properties.defaultAuthConfigs)],
    aim: defaultAim(map.properties),
  };
  return [...rules, rest];
}

/** A login by a policy that is a resource of its own. */
function logins(part: Part, configs: RequestRoutingRule['properties']['authConfigs']): readonly Gate[] {
  return configs.map(({ name, authenticationPolicy }) => {
    const policy = authenticationPolicy?.id === undefined ? name : nameIn(authenticationPolicy.id);
    const rule = `authentication policy ${policy ?? ''}`.trim();
    return { ...partOf(part), login: 'oidc', strength: 'weak', rule };
  });
}

/** A client certificate that a listener demands; in `Passthrough` it is only asked for. */
function certificateGates(gateway: ApplicationGateway, { properties }: GatewayListener): readonly Gate[] {
  const profile = partNamed(gateway, 'sslProfiles', gateway.properties.sslProfiles, properties.sslProfile?.id);
  const mode = profile?.properties.clientAuthConfiguration?.verifyClientAuthMode ?? 'Strict';
  const isAsked = (profile?.properties.trustedClientCertificates.length ?? 0) > 0;
  if (profile === undefined || !isAsked || /^passthrough$/i.test(mode)) return [];
  const part = { kind: 'SSL profile', ref: idOf(gateway, 'sslProfiles', profile) };
  return [{ ...part, login: 'mtls', strength: 'strong', rule: `client certificate ${mode}` }];
}

function aimOf(
  refs: Pick<
    RequestRoutingRule['properties'],
    'backendAddressPool' | 'backendHttpSettings' | 'redirectConfiguration' | 'loadDistributionPolicy'
  >,
): Aim {
  return {
    pool: refs.backendAddressPool?.id,
    settings: refs.backendHttpSettings?.id,
    redirect: refs.redirectConfiguration?.id,
    distribution: refs.loadDistributionPolicy?.id,
  };
}

function defaultAim(
  map: Properties['urlPathMaps'][number]['properties'] | Properties['advancedRoutingMaps'][number]['properties'],
): Aim {
  return {
    pool: map.defaultBackendAddressPool?.id,
    settings: map.defaultBackendHttpSettings?.id,
    redirect: map.defaultRedirectConfiguration?.id,
    distribution: map.defaultLoadDistributionPolicy?.id,
  };
}

/** The ways from a route to what is behind it; a redirect leads nowhere. */
function legsOf(estate: Estate, at: At, { through, kinds }: Passage, { aim, ...route }: Route): readonly Leg[] {
  const { gateway } = at;
  if (aim.redirect !== undefined) return [];
  const { backendHttpSettingsCollection, backendSettingsCollection, loadDistributionPolicies, backendAddressPools } =
    gateway.properties;
  const settings =
    partNamed(gateway, 'backendHttpSettingsCollection', backendHttpSettingsCollection, aim.settings) ??
    partNamed(gateway, 'backendSettingsCollection', backendSettingsCollection, aim.settings);
  const word = settings?.properties.protocol?.toLowerCase() ?? '';
  const port = settings?.properties.port ?? (word === 'http' ? 80 : word === 'https' ? 443 : 'same');
  const policy = partNamed(gateway, 'loadDistributionPolicies', loadDistributionPolicies, aim.distribution);
  const divided =
    policy?.properties.loadDistributionTargets.map(({ properties }) => properties.backendAddressPool?.id) ?? [];
  const ids = [...new Set([aim.pool, ...divided].filter((id) => id !== undefined))];
  const subnet = subnetOf(gateway);
  const legs = ids.flatMap((poolId) => {
    const pool = partNamed(gateway, 'backendAddressPools', backendAddressPools, poolId);
    const part = {
      kind: 'backend pool',
      ref: pool === undefined ? poolId : idOf(gateway, 'backendAddressPools', pool),
    };
    if (pool === undefined) return [nobody({ pool: part, port }, [estate.gap(applicationGateways, gateway.id)])];
    const own = pool.properties.backendIPConfigurations.flatMap(({ id }) => id ?? []);
    const configs = [...new Map([...own, ...configsNaming(estate, part.ref)].map((id) => [armKey(id), id])).values()];
    const networkId = subnet === undefined ? undefined : parentId(subnet);
    const backends = pool.properties.backendAddresses.flatMap(({ ipAddress, fqdn }): readonly Backend[] =>
      ipAddress !== undefined ? [{ address: ipAddress, networkId }] : fqdn === undefined ? [] : [{ fqdn }],
    );
    const course = {
      pool: part,
      port,
      kinds,
      through: [...through, armKey(at.id)],
      ...sendersOf(estate, gateway),
    } as const;
    const members = [...backends, ...configs.map((configId) => ({ configId }))];
    const found = members.flatMap((backend) => legsTo(estate, course, backend));
    const unread = unreadSets(estate, part.ref, configs.map(armKey)).map(({ missing }) =>
      nobody({ pool: part, port }, missing),
    );
    return found.length + unread.length > 0
      ? [...found, ...unread]
      : [nobody({ pool: part, port }, hiddenMembers(estate, part.ref))];
  });
  return legs.length > 0 ? legs : [nobody({ pool: partOf(route), port: 'same' })];
}

/** A backend inside sees one of the gateway's instances; one on the internet, the gateway's own public address. */
function sendersOf(
  estate: Estate,
  gateway: ApplicationGateway,
): { readonly sender: Sender; readonly publicSender: Sender } {
  const subnet = subnetOf(gateway);
  const place = placeOf(estate, subnet);
  const unread = [subnet === undefined ? estate.gap(applicationGateways, gateway.id) : gapOfSubnet(estate, subnet)];
  const shown = addressesOf(estate, gateway).map((at) => parseIp(at.shown?.address ?? ''));
  const own = shown.find((ip) => ip?.family === 'ipv4')?.address;
  const shared = { family: 'ipv4', exact: false, missing: [] } as const;
  return {
    sender:
      place === undefined
        ? { ...shared, ranges: EVERY_ADDRESS.ipv4, missing: unread }
        : { ...shared, ranges: addressesOfSubnet(place, 'ipv4') },
    publicSender:
      own === undefined ? { ...shared, ranges: INTERNET.ipv4 } : { ...shared, ranges: [own, own], exact: true },
  };
}
