import { armKey, nameIn } from '../../arm-id.ts';
import type { ApplicationGateway, GatewayListener, RequestRoutingRule } from '../../records/application-gateways.ts';
import { type Part, partOf } from '../check.ts';
import type { Forward, Gate } from '../front.ts';
import { bothFamilies } from '../network/words.ts';
import { idOf, partNamed, titleOf } from './pools.ts';

/** A listener as its document has it: one that does HTTP, or one that passes streams on. */
export interface Door {
  readonly listener: GatewayListener;
  readonly isStream: boolean;
  readonly port: number | undefined;
}

/** One way through a listener. */
export interface Route extends Omit<Forward, 'legs'> {
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
export function routesOf(gateway: ApplicationGateway, { listener, isStream }: Door): readonly Route[] {
  const { requestRoutingRules, routingRules } = gateway.properties;
  const id = armKey(idOf(gateway, isStream ? 'listeners' : 'httpListeners', listener));
  const { hostName, hostNames } = listener.properties;
  const hosts = [hostName ?? '', ...hostNames].filter((host) => host !== '');
  const isConditional = hosts.length > 0 && !hosts.includes('*');
  const byPriority = (a: Ranked, b: Ranked): number => rankOf(a) - rankOf(b);
  if (isStream) {
    const own = routingRules.filter(({ properties }) => armKey(properties.listener?.id ?? '') === id);
    return own.toSorted(byPriority).map((rule) => {
      const { backendAddressPool, backendSettings } = rule.properties;
      const aim = { pool: backendAddressPool?.id, settings: backendSettings?.id };
      return { ...named(gateway, 'routing rule', 'routingRules', rule), isConditional, gates: [], aim };
    });
  }
  const own = requestRoutingRules.filter(({ properties }) => armKey(properties.httpListener?.id ?? '') === id);
  const routes = own.toSorted(byPriority).flatMap((rule) => routesOfRule(gateway, rule));
  return routes.map((route) => ({ ...route, isConditional: isConditional || route.isConditional }));
}

interface Ranked {
  readonly properties: { readonly priority?: number | undefined };
}

/** Rules of an older gateway have no priority, and come in the order of its document. */
function rankOf({ properties: { priority = 20_000 } }: Ranked): number {
  return priority;
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
  const { urlPathMaps, advancedRoutingMaps } = gateway.properties;
  const own = named(gateway, 'routing rule', 'requestRoutingRules', rule);
  const gates = [...tokens(gateway, own, rule), ...logins(own, properties.authConfigs)];
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
  return map === undefined ? [bare] : advancedRoutes(gateway, bare, map);
}

/** A client chooses everything but its own address. */
function advancedRoutes(gateway: ApplicationGateway, bare: Route, map: AdvancedMap): readonly Route[] {
  const { advancedRoutingConditionSets } = gateway.properties;
  const { gates } = bare;
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
        sources: texts.length === 0 ? undefined : bothFamilies(texts),
        gates: [...gates, ...logins(part, advanced.properties.authConfigs)],
        aim: aimOf(advanced.properties),
      };
    });
  const rest = {
    ...bare,
    gates: [...gates, ...logins(bare, map.properties.defaultAuthConfigs)],
    aim: defaultAim(map.properties),
  };
  return [...rules, rest];
}

/** A token that a rule demands; where the action is `Allow`, whoever shows none gets in all the same. */
function tokens(gateway: ApplicationGateway, part: Part, { properties }: RequestRoutingRule): readonly Gate[] {
  const { entraJWTValidationConfigs: configs } = gateway.properties;
  const config = partNamed(gateway, 'entraJWTValidationConfigs', configs, properties.entraJWTValidationConfig?.id);
  if (config === undefined || /^allow$/i.test(config.properties.unAuthorizedRequestAction ?? '')) return [];
  const words = ['Entra token', config.properties.tenantId].filter((word) => word !== undefined);
  return [{ ...partOf(part), login: 'jwt', strength: 'strong', rule: words.join(' ') }];
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
export function certificateGates(gateway: ApplicationGateway, { properties }: GatewayListener): readonly Gate[] {
  const profile = partNamed(gateway, 'sslProfiles', gateway.properties.sslProfiles, properties.sslProfile?.id);
  const mode = profile?.properties.clientAuthConfiguration?.verifyClientAuthMode ?? 'Strict';
  const isAsked = (profile?.properties.trustedClientCertificates.length ?? 0) > 0;
  if (profile === undefined || !isAsked || /^passthrough$/i.test(mode)) return [];
  const part = { kind: 'SSL profile', ref: idOf(gateway, 'sslProfiles', profile) };
  return [{ ...part, login: 'mtls', strength: 'strong', rule: `client certificate ${mode}` }];
}

type Refs = RequestRoutingRule['properties'];
type PathMap = ApplicationGateway['properties']['urlPathMaps'][number];
type AdvancedMap = ApplicationGateway['properties']['advancedRoutingMaps'][number];

function aimOf(
  refs: Pick<Refs, 'backendAddressPool' | 'backendHttpSettings' | 'redirectConfiguration' | 'loadDistributionPolicy'>,
): Aim {
  return {
    pool: refs.backendAddressPool?.id,
    settings: refs.backendHttpSettings?.id,
    redirect: refs.redirectConfiguration?.id,
    distribution: refs.loadDistributionPolicy?.id,
  };
}

function defaultAim(map: PathMap['properties'] | AdvancedMap['properties']): Aim {
  return {
    pool: map.defaultBackendAddressPool?.id,
    settings: map.defaultBackendHttpSettings?.id,
    redirect: map.defaultRedirectConfiguration?.id,
    distribution: map.defaultLoadDistributionPolicy?.id,
  };
}
