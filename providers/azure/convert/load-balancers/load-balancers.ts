import { trace } from '../../../../src/convert/traces.ts';
import type { Entry, Frontend, Listener } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { nameIn, parentId } from '../../arm-id.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import { publicIpAddresses } from '../../records/public-ip-addresses.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { CLIENT_WIRE } from '../fronts/backends.ts';
import { addressStage } from '../fronts/front-stages.ts';
import type { FrontKind, Passage } from '../fronts/fronts.ts';
import { wireKey } from '../fronts/wire-key.ts';
import { tagTraces } from '../traces.ts';
import {
  type BalancerAddress,
  balancerAddressById,
  balancerAddresses,
  balancerFrontAddresses,
} from './load-balancer-addresses.ts';
import { type BalancerView, balancingListeners, isSame } from './load-balancer-listeners.ts';
import { natListeners, natPoolListeners } from './load-balancer-nat.ts';

/** Every way in through a load balancer: one for each of its public addresses. */
export function loadBalancerEntries(context: Context): readonly Entry[] {
  return balancerAddresses(context).flatMap((at): readonly Entry[] => {
    if (at.shown === undefined) return [];
    const { record } = at.row;
    const element = balancerElement(at);
    return [
      {
        ref: element.ref,
        scope: context.scope(record.id, record.location),
        address: at.text,
        family: at.family,
        paths: [context.path([addressStage(context, at.shown), ...gatewayStages(context, at)])],
        element,
        to: frontendOf(context, { at, passage: DIRECT }),
      },
    ];
  });
}

const DIRECT: Passage = { from: CLIENT_WIRE, through: [] };

/** Load balancers as other fronts send to them. */
export const loadBalancerFronts: FrontKind = {
  addresses: balancerFrontAddresses,
  reach: (context, configId, passage) => {
    const at = balancerAddressById(context, configId);
    return at === undefined ? [] : [{ to: frontendOf(context, { at, passage }), stages: gatewayStages(context, at) }];
  },
};

/** One object for each address and sender: also where a load balancer of another region leads to it. */
function frontendOf(context: Context, view: BalancerView): Frontend {
  const { at, passage } = view;
  const { from, through } = passage;
  const way = from.kind === 'client' ? '' : through.join();
  return context.frontend(`load balancer ${at.id.toLowerCase()} ${wireKey(from)} ${way}`, () => {
    const { record } = at.row;
    const element = balancerElement(at);
    return {
      kind: 'frontend',
      ref: element.ref,
      scope: context.scope(record.id, record.location),
      element,
      tags: record.tags,
      traces: [
        ...trace('name', element.name, `${loadBalancers.call} name`, 0.6),
        ...trace('name', at.shown?.fqdn, `${publicIpAddresses.call} fqdn`, 0.6),
        ...tagTraces(record.tags, `${loadBalancers.call} tags`),
      ],
      listeners: listenersOf(context, view),
    };
  });
}

/** Sorted by port. */
function listenersOf(context: Context, view: BalancerView): readonly Listener[] {
  const { at } = view;
  const { properties } = at.row.record;
  const isHere = (rule: { properties: { frontendIPConfiguration?: { id?: string | undefined } | undefined } }) =>
    isSame(rule.properties.frontendIPConfiguration?.id, at.id);
  const listeners = [
    ...properties.loadBalancingRules.filter(isHere).flatMap((rule) => balancingListeners(context, view, rule)),
    ...properties.inboundNatRules.filter(isHere).flatMap((rule) => natListeners(context, view, rule)),
    ...properties.inboundNatPools.filter(isHere).flatMap((pool) => natPoolListeners(context, view, pool)),
  ];
  return listeners.sort((a, b) => a.ports[0] - b.ports[0] || (a.element.ref < b.element.ref ? -1 : 1));
}

/** Packets to a frontend that is chained to a gateway load balancer pass its appliances first. */
function gatewayStages(context: Context, { frontend }: BalancerAddress): readonly Stage[] {
  const { gatewayLoadBalancer } = frontend.properties;
  if (gatewayLoadBalancer?.id === undefined) return [];
  const id = parentId(gatewayLoadBalancer.id);
  const element = elementOf('load balancer', id, undefined, nameIn(id));
  const note = 'gateway load balancer';
  return [context.stage(context.estate, `${note} ${id.toLowerCase()}`, () => ({ kind: 'inspection', element, note }))];
}

function balancerElement({ row }: BalancerAddress): Element {
  return elementOf('load balancer', row.record.id, row, row.record.name ?? nameIn(row.record.id));
}
