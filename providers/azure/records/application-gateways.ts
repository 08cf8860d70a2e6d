import { z } from 'zod';
import { integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resource, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

const Frontend = armObject({ privateIPAddress: text, subnet: maybe(Ref), publicIPAddress: maybe(Ref) });
export type GatewayFrontend = z.output<typeof Frontend>;

/** One that does HTTP has `hostName` or `hostNames`; none means every host. */
const Listener = armObject({
  frontendIPConfiguration: maybe(Ref),
  frontendPort: maybe(Ref),
  protocol: text,
  hostName: text,
  hostNames: listOf(z.string()),
  sslProfile: maybe(Ref),
  firewallPolicy: maybe(Ref),
});
export type GatewayListener = z.output<typeof Listener>;

const Pool = armObject({
  backendAddresses: listOf(shape({ fqdn: text, ipAddress: text })),
  backendIPConfigurations: listOf(Ref),
});
export type GatewayPool = z.output<typeof Pool>;

const Settings = armObject({ port: integer, protocol: text, path: text, probe: maybe(Ref) });
export type GatewaySettings = z.output<typeof Settings>;

/** What a rule does with a request: a pool and the settings to send with, a policy that divides it, or a redirect. */
const AIM = {
  backendAddressPool: maybe(Ref),
  backendHttpSettings: maybe(Ref),
  redirectConfiguration: maybe(Ref),
  loadDistributionPolicy: maybe(Ref),
};

const AuthConfig = shape({ name: text, authenticationPolicy: maybe(Ref) });

const PathRule = armObject({ ...AIM, paths: listOf(z.string()), firewallPolicy: maybe(Ref) });

const DEFAULT_AIM = {
  defaultBackendAddressPool: maybe(Ref),
  defaultBackendHttpSettings: maybe(Ref),
  defaultRedirectConfiguration: maybe(Ref),
  defaultLoadDistributionPolicy: maybe(Ref),
};

const PathMap = armObject({ ...DEFAULT_AIM, pathRules: listOf(PathRule) });

const AdvancedRule = armObject({
  ...AIM,
  priority: integer,
  advancedRoutingConditionSet: maybe(Ref),
  authConfigs: listOf(AuthConfig),
});

const AdvancedMap = armObject({
  ...DEFAULT_AIM,
  advancedRoutingRules: listOf(AdvancedRule),
  defaultAuthConfigs: listOf(AuthConfig),
});

/** Values are read of what is no secret: paths, methods and the addresses of clients. */
const RoutingCondition = shape({
  conditionType: text,
  propertyName: text,
  propertyValues: listOf(z.string()),
}).transform((condition) =>
  /^(?:path|method|clientip)$/i.test(condition.conditionType ?? '') ? condition : { ...condition, propertyValues: [] },
);
export type RoutingCondition = z.output<typeof RoutingCondition>;

const Rule = armObject({
  ...AIM,
  priority: integer,
  httpListener: maybe(Ref),
  urlPathMap: maybe(Ref),
  advancedRoutingMap: maybe(Ref),
  entraJWTValidationConfig: maybe(Ref),
  authConfigs: listOf(AuthConfig),
});
export type RequestRoutingRule = z.output<typeof Rule>;

/** A rule of a listener that passes TCP or TLS on. */
const StreamRule = armObject({
  priority: integer,
  listener: maybe(Ref),
  backendAddressPool: maybe(Ref),
  backendSettings: maybe(Ref),
});

const SslProfile = armObject({
  trustedClientCertificates: listOf(Ref),
  clientAuthConfiguration: maybe(shape({ verifyClientAuthMode: text })),
});

const JwtValidation = armObject({ unAuthorizedRequestAction: text, tenantId: text });

const Distribution = armObject({ loadDistributionTargets: listOf(armObject({ backendAddressPool: maybe(Ref) })) });

export const ApplicationGateway = resource({
  operationalState: text,
  gatewayIPConfigurations: listOf(armObject({ subnet: maybe(Ref) })),
  frontendIPConfigurations: listOf(Frontend),
  frontendPorts: listOf(armObject({ port: integer })),
  httpListeners: listOf(Listener),
  listeners: listOf(Listener),
  backendAddressPools: listOf(Pool),
  backendHttpSettingsCollection: listOf(Settings),
  backendSettingsCollection: listOf(Settings),
  probes: listOf(armObject({ path: text })),
  requestRoutingRules: listOf(Rule),
  routingRules: listOf(StreamRule),
  urlPathMaps: listOf(PathMap),
  advancedRoutingMaps: listOf(AdvancedMap),
  advancedRoutingConditionSets: listOf(armObject({ routingConditions: listOf(RoutingCondition) })),
  loadDistributionPolicies: listOf(Distribution),
  sslProfiles: listOf(SslProfile),
  entraJWTValidationConfigs: listOf(JwtValidation),
  firewallPolicy: maybe(Ref),
});
export type ApplicationGateway = z.output<typeof ApplicationGateway>;

export const applicationGateways = listedType('Microsoft.Network/applicationGateways', ApplicationGateway);
