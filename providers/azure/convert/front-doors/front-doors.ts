import type { Row } from '../../../../src/convert/table.ts';
import { trace } from '../../../../src/convert/traces.ts';
import type { Entry } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import {
  type FrontDoorEndpoint,
  type FrontDoorProfile,
  frontDoorEndpoints,
  frontDoorProfiles,
  frontDoorRoutes,
} from '../../records/front-door.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { childrenOf } from '../fronts/children.ts';
import { doubt, fact } from '../fronts/front-stages.ts';
import { tagTraces } from '../traces.ts';
import { type Door, doorEntries } from './front-door-entries.ts';
import { routeOf } from './front-door-profile-routes.ts';
import { type Protections, protectionsOf } from './front-door-protections.ts';

const ENDPOINT = 'Front Door endpoint';

/** Every endpoint of every Front Door profile. */
export function frontDoorEntries(context: Context): readonly Entry[] {
  return profilesOf(context).flatMap((profile) => {
    const { rows, missing } = childrenOf(context, frontDoorEndpoints, profile.record.id);
    const protections = protectionsOf(context, profile.record.id);
    const doors = rows.map((endpoint) => doorOf(context, profile, endpoint, protections));
    const unread = missing === undefined ? [] : [unreadDoor(profile, missing)];
    return [...doors, ...unread].flatMap((door) => doorEntries(context, door));
  });
}

/** The profiles that are Front Doors: others are content delivery networks of the old kind. */
export function profilesOf({ estate }: Context): readonly Row<FrontDoorProfile>[] {
  return estate
    .rows(frontDoorProfiles)
    .filter(({ record: { sku } }) => sku?.name === undefined || /FrontDoor$/i.test(sku.name));
}

function doorOf(
  context: Context,
  profile: Row<FrontDoorProfile>,
  row: Row<FrontDoorEndpoint>,
  protections: Protections,
): Door {
  const { id, name, location, tags, properties } = row.record;
  const host = properties.hostName ?? name ?? id;
  const element = elementOf(ENDPOINT, id, row, name);
  const routes = childrenOf(context, frontDoorRoutes, id);
  const own = routes.rows.filter(({ record }) => isEnabled(record.properties.enabledState));
  return {
    element,
    location: location ?? profile.record.location,
    tags,
    host,
    routes: own.map((route) => routeOf(context, { row: route, endpointId: id, host, protections })),
    stages: stagesOf(context, profile, row, protections),
    missing: routes.missing === undefined ? [] : [routes.missing],
    traces: [
      ...trace('name', name, `${frontDoorEndpoints.call} name`, 0.6),
      ...tagTraces(tags, `${frontDoorEndpoints.call} tags`),
    ],
  };
}

function stagesOf(
  context: Context,
  { record: profile }: Row<FrontDoorProfile>,
  row: Row<FrontDoorEndpoint>,
  { missing }: Protections,
): readonly Stage[] {
  const { id, name, properties } = row.record;
  const isOn = isEnabled(properties.enabledState) && profile.properties.resourceState?.toLowerCase() !== 'disabled';
  return [
    isOn
      ? fact(context, { holds: 'yes', rule: 'enabled', missing: [] })
      : fact(context, { holds: 'no', rule: 'disabled', latent: true, missing: [] }),
    ...(missing.length === 0 ? [] : [doubt(context, elementOf(ENDPOINT, id, row, name), missing)]),
  ];
}

/** A profile of which nobody told us the endpoints has some, or it would be of no use. */
function unreadDoor(row: Row<FrontDoorProfile>, missing: string): Door {
  const { id, name, location, tags } = row.record;
  const element = elementOf('Front Door profile', id, row, name);
  return { element, location, tags, host: name ?? id, routes: [], stages: [], missing: [missing], traces: [] };
}

function isEnabled(state: string | undefined): boolean {
  return state?.toLowerCase() !== 'disabled';
}
