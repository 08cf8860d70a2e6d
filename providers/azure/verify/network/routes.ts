import { contains, intervalSet } from '../../../../src/net/interval-set.ts';
import {
  type AddressRanges,
  cidrsOf,
  EVERY_ADDRESS,
  type Family,
  formatIp,
  parseCidr,
} from '../../../../src/net/ip.ts';
import { networkInterfaces } from '../../records/network-interfaces.ts';
import { type RouteTable, routeTables } from '../../records/route-tables.ts';
import { bordersOf, type Check, type Judgement, NO_BORDERS } from '../check.ts';
import type { Estate } from '../estate.ts';
import type { Wire } from '../packet.ts';
import { gapOfSubnet, learnedDefault, neighboursOf, type Place, placeOf, tableOf } from './networks.ts';
import { tagAddresses } from './words.ts';

interface Route {
  readonly rule: string;
  readonly ranges: AddressRanges;
  readonly prefixLength: number;
  readonly leadsTo: 'internet' | 'elsewhere' | 'unknown';
  /** Gaps that leave it open whom it takes: it may take any client, whatever longer prefix there is. */
  readonly hidden?: readonly string[];
  readonly missing?: readonly string[];
  readonly isTagged?: boolean;
}

/** A reply leaves by the longest prefix that holds the client; of equal ones by the first in the order of routes. */
export function replyCheck(estate: Estate, subnetId: string | undefined, family: Family): Check {
  const place = placeOf(estate, subnetId);
  const table = place === undefined ? undefined : tableOf(estate, place);
  if (place === undefined || table === 'unread') return unread(estate, subnetId, place);
  const part =
    table === undefined
      ? { kind: 'virtual network', ref: place.network.record.id }
      : { kind: 'route table', ref: table.record.id };
  const routes = routesOf(estate, place, table?.record, family);
  const anywhere = routes.filter(({ hidden }) => hidden !== undefined);
  const placed = routes.filter(({ hidden }) => hidden === undefined);
  const judge = ({ client }: Wire): Judgement => {
    const told = placed
      .filter(({ ranges }) => contains(ranges, client))
      .reduce<Route | undefined>(
        (best, each) => (each.prefixLength > (best?.prefixLength ?? -1) ? each : best),
        undefined,
      );
    const leadsTo = told?.leadsTo ?? 'elsewhere';
    const doubts = anywhere.filter((route) => route.leadsTo === 'unknown' || route.leadsTo !== leadsTo);
    const decision = doubts.length > 0 || leadsTo === 'unknown' ? 'unknown' : leadsTo === 'internet' ? 'route' : 'deny';
    const telling = doubts.length > 0 ? doubts : told === undefined ? [] : [told];
    const rules = telling.length === 0 ? ['no route'] : telling.map(({ rule }) => rule);
    return {
      decision,
      names: rules.map((rule) => ({ ...part, rule })),
      missing: [...anywhere, ...(told === undefined ? [] : [told])].flatMap(
        (route) => route.hidden ?? route.missing ?? [],
      ),
    };
  };
  const borders = { ...NO_BORDERS, addresses: placed.flatMap(({ ranges }) => bordersOf(ranges)) };
  return { direction: 'reply', grants: false, judge, borders };
}

function unread(estate: Estate, subnetId: string | undefined, place: Place | undefined): Check {
  const tableId = place?.subnet.properties.routeTable?.id;
  const ref = tableId ?? subnetId ?? 'unknown subnet';
  const kind = tableId === undefined ? 'subnet' : 'route table';
  const missing =
    tableId !== undefined
      ? estate.gap(routeTables, tableId)
      : subnetId === undefined
        ? estate.gap(networkInterfaces, ref)
        : gapOfSubnet(estate, subnetId);
  const judgement: Judgement = {
    decision: 'unknown',
    names: [{ kind, ref, rule: 'routes could not be read' }],
    missing: [missing],
  };
  return { direction: 'reply', grants: false, judge: () => judgement, borders: NO_BORDERS };
}

/** The subnet's own table, then what gateways know, then what the platform adds. */
function routesOf(estate: Estate, place: Place, table: RouteTable | undefined, family: Family): readonly Route[] {
  const near = neighboursOf(estate, place, family);
  const isOwn = (hop: string): boolean => hop === 'VirtualNetworkGateway';
  const learned = learnedDefault(estate, place.network);
  const default_ = family === 'ipv4' ? '0.0.0.0/0' : '::/0';
  const all = { ranges: EVERY_ADDRESS[family], prefixLength: 0 };
  const gateways: readonly Route[] = [
    ...near
      .filter(({ hop }) => isOwn(hop))
      .flatMap(({ texts, missing }) =>
        blocks(texts, family).map((block) => ({
          ...block,
          rule: `${block.text} -> VirtualNetworkGateway`,
          ...(missing.length > 0 ? ({ leadsTo: 'unknown', missing } as const) : ({ leadsTo: 'elsewhere' } as const)),
        })),
      ),
    ...(learned.length === 0
      ? []
      : [
          {
            ...all,
            rule: `${default_} -> VirtualNetworkGateway (learned)`,
            leadsTo: 'unknown',
            missing: learned,
          } as const,
        ]),
  ];
  const platform = near
    .filter(({ hop }) => !isOwn(hop))
    .flatMap(({ hop, name, texts, missing }): readonly Route[] =>
      missing.length > 0
        ? [{ ...all, rule: `${name} -> ${hop}`, leadsTo: 'elsewhere', hidden: missing }]
        : blocks(texts, family).map((block) => ({
            ...block,
            rule: `${block.text} -> ${hop} (system)`,
            leadsTo: 'elsewhere',
          })),
    );
  const isCutOff = table?.properties.disableBgpRoutePropagation === true;
  return [
    ...(table === undefined ? [] : tableRoutes(estate, place, table, family)),
    ...(isCutOff ? [] : gateways),
    ...platform,
    { ...all, rule: `${default_} -> Internet (system)`, leadsTo: 'internet' },
  ];
}

/** Of one prefix a block beats a service tag. */
function tableRoutes(estate: Estate, { network }: Place, table: RouteTable, family: Family): readonly Route[] {
  const routes = table.properties.routes.map(({ properties }): readonly Route[] => {
    const { addressPrefix = '', nextHopType = 'unknown', nextHopIpAddress } = properties;
    const rule = `${addressPrefix} -> ${[nextHopType, nextHopIpAddress].filter(Boolean).join(' ')}`;
    const leadsTo = fateOf(nextHopType);
    const missing = leadsTo === 'unknown' ? { missing: [estate.gap(routeTables, table.id)] } : {};
    const own = { rule, leadsTo, ...missing };
    if (parseCidr(addressPrefix) !== undefined)
      return blocks([addressPrefix], family).map((block) => ({ ...block, ...own }));
    const scene = { family, of: network.record.id, location: table.location ?? '' };
    const { ranges, missing: hidden } = tagAddresses(estate, addressPrefix, scene);
    if (hidden.length > 0)
      return [{ ...own, ranges, prefixLength: 0, hidden: [...hidden, ...(missing.missing ?? [])] }];
    return blocks([...cidrsOf(ranges)], family).map((block) => ({ ...block, ...own, isTagged: true }));
  });
  return routes.flat().toSorted((a, b) => Number(a.isTagged ?? false) - Number(b.isTagged ?? false));
}

/** An appliance did not see the request, so whatever it does with the reply, no connection comes about. */
function fateOf(nextHopType: string): Route['leadsTo'] {
  if (/^internet$/i.test(nextHopType)) return 'internet';
  const isAway = /^(?:none|vnetlocal|virtualappliance|virtualapplianceecmp|virtualnetworkgateway)$/i.test(nextHopType);
  return isAway ? 'elsewhere' : 'unknown';
}

/** The blocks of one family among some texts, each as routes spell it. */
function blocks(texts: readonly string[], family: Family) {
  return texts.flatMap((text) => {
    const cidr = parseCidr(text);
    if (cidr?.family !== family) return [];
    const { first, last, prefixLength } = cidr;
    return [{ ranges: intervalSet([[first, last]]), prefixLength, text: `${formatIp(first)}/${prefixLength}` }];
  });
}
