import type { z } from 'zod';
import { flag, integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { Ref, resource, resourceWith, Sku, shape } from './arm.ts';
import { childType, listedType } from './arm-kind.ts';

/** Profiles of other tiers are content delivery networks, which have no such endpoints. */
export const FrontDoorProfile = resourceWith({ sku: maybe(Sku), kind: text }, { resourceState: text });
export type FrontDoorProfile = z.output<typeof FrontDoorProfile>;

export const frontDoorProfiles = listedType('Microsoft.Cdn/profiles', FrontDoorProfile);

export const FrontDoorEndpoint = resource({ hostName: text, enabledState: text });
export type FrontDoorEndpoint = z.output<typeof FrontDoorEndpoint>;

/** Listed for each profile. */
export const frontDoorEndpoints = childType('Microsoft.Cdn/profiles/afdEndpoints', FrontDoorEndpoint);

/** `linkToDefaultDomain` says whether it answers under the endpoint's own name too, not only under custom ones. */
export const FrontDoorRoute = resource({
  enabledState: text,
  supportedProtocols: listOf(text),
  forwardingProtocol: text,
  httpsRedirect: text,
  linkToDefaultDomain: text,
  patternsToMatch: listOf(text),
  customDomains: listOf(Ref),
  originGroup: maybe(Ref),
  ruleSets: listOf(Ref),
});
export type FrontDoorRoute = z.output<typeof FrontDoorRoute>;

/** Listed for each endpoint. */
export const frontDoorRoutes = childType('Microsoft.Cdn/profiles/afdEndpoints/routes', FrontDoorRoute);

/** Listed for each profile, so that it is known whose origins to ask for. */
export const frontDoorOriginGroups = childType('Microsoft.Cdn/profiles/originGroups', resource({}));

/** The API leaves `status` null when it lists origins; then the other side of the link says whether it was approved. */
export const FrontDoorOrigin = resource({
  enabledState: text,
  hostName: text,
  httpPort: integer,
  httpsPort: integer,
  sharedPrivateLinkResource: maybe(
    shape({ privateLink: maybe(Ref), groupId: text, status: text, requestMessage: text }),
  ),
});
export type FrontDoorOrigin = z.output<typeof FrontDoorOrigin>;

/** Listed for each origin group. */
export const frontDoorOrigins = childType('Microsoft.Cdn/profiles/originGroups/origins', FrontDoorOrigin);

const Association = shape({ domains: listOf(shape({ id: text, isActive: flag })), patternsToMatch: listOf(text) });

/** Puts a web application firewall in front of some of a profile's host names. */
const FrontDoorSecurityPolicy = resource({
  parameters: maybe(shape({ type: text, wafPolicy: maybe(Ref), associations: listOf(Association) })),
});

/** Listed for each profile. */
export const frontDoorSecurityPolicies = childType('Microsoft.Cdn/profiles/securityPolicies', FrontDoorSecurityPolicy);

const FrontDoorDomain = resource({ hostName: text });

/** Listed for each profile. */
export const frontDoorDomains = childType('Microsoft.Cdn/profiles/customDomains', FrontDoorDomain);

/** Only where a rule sends to another origin group than its route's is of interest. */
const Action = shape({
  name: text,
  parameters: maybe(shape({ originGroup: maybe(Ref), originGroupOverride: maybe(shape({ originGroup: maybe(Ref) })) })),
});

export const FrontDoorRule = resource({ order: integer, actions: listOf(Action) });
export type FrontDoorRule = z.output<typeof FrontDoorRule>;

/** Listed for each rule set that a route names. */
export const frontDoorRules = childType('Microsoft.Cdn/profiles/ruleSets/rules', FrontDoorRule);
