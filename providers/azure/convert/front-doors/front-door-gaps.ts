import { armKey, subscriptionOf } from '../../arm-id.ts';
import type { ArmKind } from '../../records/arm-kind.ts';
import {
  type FrontDoorRoute,
  frontDoorEndpoints,
  frontDoorOrigins,
  frontDoorProfiles,
  frontDoorRoutes,
  frontDoorRules,
} from '../../records/front-door.ts';
import { classicFrontDoors } from '../../records/front-door-classic.ts';
import { privateLinkServices } from '../../records/private-link-services.ts';
import type { Context } from '../context.ts';
import { askedSubscriptions } from '../entries/blind-spots.ts';
import type { HiddenFront } from '../entries/unread-fronts.ts';
import { childrenOf } from '../fronts/children.ts';
import { networkOfSubnet } from '../network/networks.ts';
import { profilesOf } from './front-doors.ts';
import { linkSubnet } from './private-link-wires.ts';

/**
 * What hides that a Front Door leads to private machines.
 *
 * It comes to them only through a private link service: where none publishes anything, none does.
 */
export function unreadFrontDoors(context: Context): readonly HiddenFront[] {
  const gaps = gapsOf(context);
  const published = context.estate.rows(privateLinkServices).flatMap((row) => {
    const subnet = linkSubnet(row);
    const place = subnet === undefined ? {} : { networkId: networkOfSubnet(subnet) };
    const subscription = subscriptionOf(row.record.id) ?? '';
    return gaps.map((missing) => ({ missing, subscription, ...place }));
  });
  const unread = unreadSubscriptions(context, gaps.length > 0).flatMap((subscription): readonly HiddenFront[] => {
    const missing = context.estate.unlisted(privateLinkServices, subscription);
    return missing === undefined ? [] : [{ missing, subscription }];
  });
  return [...published, ...unread];
}

/** The subscriptions in which a service that was not read may publish something to a Front Door. */
function unreadSubscriptions(context: Context, areDoorsUnread: boolean): readonly string[] {
  const { estate } = context;
  if (areDoorsUnread) return askedSubscriptions(context);
  const links = estate.rows(frontDoorOrigins).flatMap(({ record }) => {
    const id = record.properties.sharedPrivateLinkResource?.privateLink?.id;
    return id !== undefined && isService(id) && estate.find(privateLinkServices, id) === undefined ? [id] : [];
  });
  return [...new Set(links.flatMap((id) => subscriptionOf(id) ?? []))].sort();
}

function isService(id: string): boolean {
  return armKey(id).includes(`/${armKey(privateLinkServices.type)}/`);
}

/** The lists of all Front Doors. */
const DOORS: readonly ArmKind[] = [frontDoorProfiles, classicFrontDoors];

/** The gaps behind which a route to a private origin may be. */
function gapsOf(context: Context): readonly string[] {
  const { estate } = context;
  const lists = askedSubscriptions(context).flatMap((subscription) =>
    DOORS.flatMap((kind) =>
      estate.table(kind, subscription).disabled ? [] : (estate.unlisted(kind, subscription) ?? []),
    ),
  );
  const endpoints = profilesOf(context).map(({ record }) => childrenOf(context, frontDoorEndpoints, record.id));
  const routes = endpoints.flatMap(({ rows }) =>
    rows.map(({ record }) => childrenOf(context, frontDoorRoutes, record.id)),
  );
  const beyond = routes.flatMap(({ rows }) => rows.flatMap(({ record }) => beyondRoute(context, record)));
  const deeper = [...endpoints, ...routes].flatMap(({ missing }) => missing ?? []);
  return [...new Set([...lists, ...deeper, ...beyond])].sort();
}

function beyondRoute(context: Context, { properties }: FrontDoorRoute): readonly string[] {
  const { originGroup, ruleSets } = properties;
  const origins = originGroup?.id === undefined ? [] : [childrenOf(context, frontDoorOrigins, originGroup.id)];
  const rules = ruleSets.flatMap(({ id }) => (id === undefined ? [] : [childrenOf(context, frontDoorRules, id)]));
  return [...origins, ...rules].flatMap(({ missing }) => missing ?? []);
}
