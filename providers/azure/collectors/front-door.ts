import type { CdnManagementClient } from '@azure/arm-cdn';
import type { Collector, Known, Page, PageRequest } from '../../../src/collect/collector.ts';
import type { Paged } from '../raw-answers.ts';
import type { ArmKind } from '../records/arm-kind.ts';
import {
  frontDoorDomains,
  frontDoorEndpoints,
  frontDoorOriginGroups,
  frontDoorOrigins,
  frontDoorProfiles,
  frontDoorRoutes,
  frontDoorRules,
  frontDoorSecurityPolicies,
} from '../records/front-door.ts';
import type { AzureScope } from './azure-scope.ts';
import { type Parent, perParent, recordsOf } from './per-parent.ts';

/** What Front Door opens and forwards to is listed for one profile, endpoint or group at a time. */
export const FRONT_DOOR_DETAILS: readonly Collector<AzureScope>[] = [
  ofProfiles(frontDoorEndpoints, 'Under which names does Front Door answer?', (cdn, parent) =>
    cdn.afdEndpoints.listByProfile(...of(parent)),
  ),
  ofProfiles(frontDoorOriginGroups, 'Which groups of origins does Front Door forward to?', (cdn, parent) =>
    cdn.afdOriginGroups.listByProfile(...of(parent)),
  ),
  ofProfiles(frontDoorSecurityPolicies, 'Which names of Front Door have a web application firewall?', (cdn, parent) =>
    cdn.securityPolicies.listByProfile(...of(parent)),
  ),
  ofProfiles(frontDoorDomains, 'Which names of its own does Front Door answer under?', (cdn, parent) =>
    cdn.afdCustomDomains.listByProfile(...of(parent)),
  ),
  perParent({
    kind: frontDoorRoutes,
    question: 'What does Front Door forward, and where?',
    after: [frontDoorEndpoints],
    ask: asked((cdn, parent) => cdn.routes.listByEndpoint(...partOf(parent))),
  }),
  perParent({
    kind: frontDoorOrigins,
    question: 'Which origins are in the groups?',
    after: [frontDoorOriginGroups],
    ask: asked((cdn, parent) => cdn.afdOrigins.listByOriginGroup(...partOf(parent))),
  }),
  perParent({
    kind: frontDoorRules,
    question: 'Which rules of Front Door send to other origins?',
    after: [frontDoorRoutes],
    parents: ruleSetsOfRoutes,
    ask: asked((cdn, parent) => cdn.rules.listByRuleSet(...partOf(parent))),
  }),
];

type List = (cdn: CdnManagementClient, parent: Parent) => Paged;

function ofProfiles(kind: ArmKind, question: string, list: List): Collector<AzureScope> {
  return perParent({ kind, question, after: [frontDoorProfiles], parents: frontDoors, ask: asked(list) });
}

function asked(list: List): (scope: AzureScope, parent: Parent, page: PageRequest) => Promise<Page> {
  return async ({ session, subscription }, parent, page) =>
    session.rawPage(list(await session.cdn(subscription), parent), page);
}

/** Profiles of other tiers are content delivery networks, which know none of these questions. */
function frontDoors(known: Known): readonly string[] {
  const profiles = recordsOf(frontDoorProfiles, known);
  return profiles.filter(({ sku }) => /_AzureFrontDoor$/i.test(sku?.name ?? '')).map(({ id }) => id);
}

function ruleSetsOfRoutes(known: Known): readonly string[] {
  const sets = recordsOf(frontDoorRoutes, known).flatMap(({ properties }) => properties.ruleSets);
  return sets.flatMap(({ id }) => (id === undefined ? [] : [id]));
}

function of({ resourceGroup, names: [profile = ''] }: Parent): [string, string] {
  return [resourceGroup, profile];
}

function partOf({ resourceGroup, names: [profile = '', part = ''] }: Parent): [string, string, string] {
  return [resourceGroup, profile, part];
}
