import type { AddressRanges, Family } from '../net/ip.ts';
import type { PortRange } from '../net/ports.ts';
import type { Protocol } from '../net/traffic-space.ts';
import type { Element, ResourceRef } from './resource.ts';

/** Protocol and ports that a rule speaks of; `*` is every protocol. Ports of ICMP are `(type << 8) | code`. */
export interface RuleTraffic {
  readonly protocol: Protocol;
  readonly ports: PortRange;
}

/** Who a rule speaks of: ranges by family, and whoever carries one of these groups. */
export interface Remotes extends Readonly<Record<Family, AddressRanges>> {
  readonly groups: readonly ResourceRef[];
}

/** One rule of a security group, network ACL, NSG or VPC firewall. */
export interface FirewallRule {
  /** The name that a person would look up: `sgr-0abc…`, `100`, a rule's name. */
  readonly id: string;
  /** The rule itself, where it is a resource of its own: then it is named rather than the list. */
  readonly element?: Element;
  /** `next` leaves this firewall undecided; `inspect` allows subject to a policy that we cannot read. */
  readonly action: 'allow' | 'deny' | 'next' | 'inspect';
  readonly traffic: RuleTraffic;
  readonly remotes: Remotes;
  /** The sender's ports that the rule is limited to; absent, any. Only TCP and UDP have some. */
  readonly sourcePorts?: readonly PortRange[];
  /** The names of gaps that keep us from knowing exactly whom the rule matches. Its ranges are then a superset. */
  readonly missing?: readonly string[];
  /** The ranges are a provider's shared ones, which an attacker can rent. */
  readonly providerRange?: boolean;
}

/** A list of rules that decides about traffic. */
export interface Firewall {
  readonly element: Element;
  /** `first-match`: in the order given. `any-allow`: rules only allow, and their order means nothing. */
  readonly evaluation: 'first-match' | 'any-allow';
  readonly rules: readonly FirewallRule[];
  /** What unmatched traffic meets, in the words of the provider: `implicit deny`. */
  readonly implicitRule: string;
  /** The names of gaps that hide the rules altogether: the firewall may then allow anything. */
  readonly missing?: readonly string[];
}
