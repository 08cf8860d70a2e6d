import { once } from '../../../../src/convert/interner.ts';
import { trace } from '../../../../src/convert/traces.ts';
import type { Entry, Frontend } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import { type AddressRanges, EVERY_ADDRESS, type Family, parseIp } from '../../../../src/net/ip.ts';
import { armKey } from '../../arm-id.ts';
import { applicationGateways } from '../../records/application-gateways.ts';
import { publicIpAddresses } from '../../records/public-ip-addresses.ts';
import type { Context } from '../context.ts';
import { addressStage } from '../fronts/front-stages.ts';
import type { FrontKind } from '../fronts/fronts.ts';
import { notTold } from '../gaps.ts';
import { prefixesOfSubnet } from '../network/networks.ts';
import { replyStage } from '../network/routes.ts';
import { type Arrival, subnetGuardStages } from '../rules/guards.ts';
import { tagTraces } from '../traces.ts';
import { type ListenerGroup, listenerGroups } from './gateway-listeners.ts';
import {
  familyOfAddress,
  type GatewayAddress,
  gatewayAddressById,
  gatewayAddresses,
  gatewayElement,
  gatewayFrontAddresses,
  subnetOfGateway,
} from './gateway-parts.ts';

/** Every way in through an application gateway: one for each public address, and for each group of its listeners. */
export function applicationGatewayEntries(context: Context): readonly Entry[] {
  return gatewayAddresses(context).flatMap((at): readonly Entry[] => {
    const { shown } = at;
    if (shown === undefined) return [];
    const { record } = at.row;
    const element = gatewayElement(at.row);
    const family = familyOfAddress(at);
    return groupsOf(context, at, []).map(({ group, frontend }) => ({
      ref: element.ref,
      scope: context.scope(record.id, record.location),
      address: shown.address ?? shown.element.ref,
      family,
      paths: [
        context.path([
          addressStage(context, shown),
          ...stagesBefore(context, at, group),
          replyStage(context, subnetOfGateway(at.row), family),
        ]),
      ],
      element,
      to: frontend,
    }));
  });
}

/** Application gateways as other fronts send to them. */
export const gatewayFronts: FrontKind = {
  addresses: gatewayFrontAddresses,
  reach: (context, configId, { through }) => {
    const at = gatewayAddressById(context, configId);
    if (at === undefined) return [];
    return groupsOf(context, at, through).map(({ group, frontend }) => ({
      to: frontend,
      stages: stagesBefore(context, at, group),
    }));
  },
};

interface GroupFrontend {
  readonly group: ListenerGroup;
  readonly frontend: Frontend;
}

/** A gateway hides who sends, so what is behind it does not hang on that; only what was passed before does. */
function groupsOf(context: Context, at: GatewayAddress, before: readonly string[]): readonly GroupFrontend[] {
  const key = [armKey(at.id), ...before].join();
  return once(context.made(knownGroups), key, () => makeGroups(context, at, before));
}

function knownGroups(): Map<string, readonly GroupFrontend[]> {
  return new Map();
}

function makeGroups(context: Context, at: GatewayAddress, before: readonly string[]): readonly GroupFrontend[] {
  const { row, shown, id } = at;
  const element = gatewayElement(row);
  const { record } = row;
  return listenerGroups(context, at, [...before, armKey(id)]).map((group) => ({
    group,
    frontend: {
      kind: 'frontend',
      ref: element.ref,
      scope: context.scope(record.id, record.location),
      element,
      tags: record.tags,
      traces: [
        ...trace('name', element.name, `${applicationGateways.call} name`, 0.6),
        ...trace('name', shown?.fqdn, `${publicIpAddresses.call} fqdn`, 0.6),
        ...tagTraces(record.tags, `${applicationGateways.call} tags`),
      ],
      listeners: group.listeners,
    },
  }));
}

/** What a packet meets before a gateway takes it: that it runs, the groups of its subnet, its own policy. */
function stagesBefore(context: Context, at: GatewayAddress, group: ListenerGroup): readonly Stage[] {
  return [
    ...stateStages(context, at),
    ...guardsOf(context, at, group),
    ...(group.waf === undefined ? [] : [group.waf]),
  ];
}

function stateStages(context: Context, { row }: GatewayAddress): readonly Stage[] {
  const state = row.record.properties.operationalState?.toLowerCase();
  if (state === undefined) return [];
  const isDown = state === 'stopped' || state === 'stopping';
  const shared = { element: gatewayElement(row), rule: state, missing: [] };
  const stage = isDown ? ({ ...shared, holds: 'no', latent: true } as const) : ({ ...shared, holds: 'yes' } as const);
  return [context.condition(context.estate, stage)];
}

/** The groups see one of the gateway's instances as the destination; where a port is shared, the frontend's address. */
function guardsOf(context: Context, at: GatewayAddress, { isShared }: ListenerGroup): readonly Stage[] {
  const subnet = subnetOfGateway(at.row);
  const family = familyOfAddress(at);
  if (subnet === undefined) {
    const rule = 'subnet could not be read';
    const missing = [notTold(context, applicationGateways, at.row.record.id, `the subnet of ${at.row.record.id}`)];
    return [context.condition(context.estate, { element: gatewayElement(at.row), holds: 'unknown', rule, missing })];
  }
  const ranges = isShared ? ownRanges(at, family) : prefixesOfSubnet(context, subnet, family).ranges;
  const arrival: Arrival = { destination: { family, ranges } };
  return subnetGuardStages(context, subnet, arrival);
}

function ownRanges({ shown, frontend }: GatewayAddress, family: Family): AddressRanges {
  const ip = parseIp((shown === undefined ? frontend.properties.privateIPAddress : shown.address) ?? '');
  return ip === undefined ? EVERY_ADDRESS[family] : [ip.address, ip.address];
}
