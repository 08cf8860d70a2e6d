import type { Firewall, FirewallRule, RuleTraffic } from '../../../../src/model/firewall.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { EVERY_ADDRESS } from '../../../../src/net/ip.ts';
import type { Context } from '../context.ts';
import { type Senders, sendersOf } from '../fronts/senders.ts';

/** A service's own list of those who may come. */
export interface AllowList {
  readonly element: Element;
  /** The name of the list, as its rule is called. */
  readonly name: string;
  /** Addresses, blocks and service tags. Empty: whoever likes. */
  readonly texts: readonly (string | undefined)[];
  readonly port: number;
}

/** The list as a firewall that only allows. */
export function allowList(context: Context, { element, name, texts, port }: AllowList, location: string): Firewall {
  const everyone: Senders = { ranges: EVERY_ADDRESS, missing: [] };
  const isLimited = texts.length > 0;
  const { ranges, missing, providerRange } = isLimited
    ? sendersOf(context, texts, { of: element.ref, location })
    : everyone;
  const traffic: RuleTraffic = { protocol: 'tcp', ports: [port, port] };
  const known: FirewallRule = {
    id: isLimited ? name : `no ${name}`,
    action: 'allow',
    traffic,
    remotes: { ...ranges, groups: [] },
    ...(providerRange === true ? { providerRange } : {}),
  };
  const perhaps: FirewallRule = {
    id: name,
    action: 'allow',
    traffic,
    remotes: { ...EVERY_ADDRESS, groups: [] },
    missing,
  };
  return context.firewall(context.estate, `${element.kind} ${element.ref} ${name}`, () => ({
    element,
    evaluation: 'any-allow',
    rules: missing.length === 0 ? [known] : [known, perhaps],
    implicitRule: name,
  }));
}
