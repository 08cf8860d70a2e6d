import { z } from 'zod';
import type { Answer } from '../../../src/collect/answer.ts';
import { decode } from '../../../src/collect/decode.ts';
import { listOf, maybe, text } from '../../../src/collect/fields.ts';
import { Queue } from '../../../src/collect/queue.ts';
import { defineRecord, type RecordKind } from '../../../src/collect/record-kind.ts';
import type { Task } from '../../../src/collect/runner.ts';
import { managedClusters } from '../records/managed-clusters.ts';
import { networkSecurityGroups } from '../records/network-security-groups.ts';
import { routeTables } from '../records/route-tables.ts';
import { securityAdminRules } from '../records/security-admin-rules.ts';
import { serviceTags as kind } from '../records/service-tags.ts';
import { virtualNetworks } from '../records/virtual-networks.ts';
import { isServiceTag } from '../service-tags/tag-name.ts';
import type { AzureScope } from './azure-scope.ts';

/** Where the service tags may be asked for. */
export interface TagPlace {
  readonly subscription: string;
  readonly location: string;
}

/** So many subscriptions are asked before we do without. */
const MOST_PLACES = 3;

/**
 * Watches answers for rules that name a service tag, and tells where to ask what the tags stand for.
 *
 * The answer is long, and the same for all subscriptions and locations, so it is asked for once, and only if some rule
 * needs it.
 */
export class TagSearch {
  /** Subscriptions that have such a rule. */
  readonly places = new Queue<TagPlace>();
  readonly #found = new Set<string>();
  /** Of something in the subscription: where its rules say nothing, any will do. */
  readonly #locations = new Map<string, string>();

  look(answer: Answer): void {
    const { call, subscription = '', response } = answer;
    const mention = MENTIONS.get(call);
    if (mention === undefined || response === undefined) return;
    if (this.#found.size >= MOST_PLACES || this.#found.has(subscription)) return;
    for (const { location, names } of mention(response)) {
      if (location !== undefined) this.#locations.set(subscription, location);
      const place = this.#locations.get(subscription);
      if (place === undefined || !names.some(isListedTag)) continue;
      this.#found.add(subscription);
      this.places.push({ subscription, location: place });
      return;
    }
  }

  close(): void {
    this.places.close();
  }
}

/** Asks for all service tags there are. */
export function serviceTagsTask({ session, subscription }: AzureScope, location: string): Task {
  return {
    call: kind.call,
    where: { subscription },
    request: { location },
    ask: async (page) => {
      const { serviceTags } = await session.network(subscription);
      return { response: await session.rawAnswer(() => serviceTags.list(location), page, kind.list), next: undefined };
    },
  };
}

/** These are no lists of addresses. */
const UNLISTED = /^(?:Internet|VirtualNetwork|AzureLoadBalancer)$/i;

function isListedTag(name: string | undefined): boolean {
  return name !== undefined && isServiceTag(name) && !UNLISTED.test(name);
}

interface Mention {
  readonly location: string | undefined;
  readonly names: readonly (string | undefined)[];
}

type Mentions = (response: unknown) => readonly Mention[];

const Rule = z.object({
  properties: z.object({
    direction: text,
    sourceAddressPrefix: text,
    sourceAddressPrefixes: listOf(text),
    destinationAddressPrefix: text,
    destinationAddressPrefixes: listOf(text),
  }),
});
const Group = z.object({ location: text, properties: z.object({ securityRules: listOf(Rule) }) });
const Route = z.object({ properties: z.object({ addressPrefix: text }) });
const Table = z.object({ location: text, properties: z.object({ routes: listOf(Route) }) });
const Prefix = z.object({ addressPrefix: text });
const AdminRule = z.object({ properties: z.object({ sources: listOf(Prefix), destinations: listOf(Prefix) }) });
const Cluster = z.object({
  location: text,
  properties: z.object({ apiServerAccessProfile: maybe(z.object({ authorizedIPRanges: listOf(text) })) }),
});

/** Which texts of an answer may be the name of a tag. */
const MENTIONS: ReadonlyMap<string, Mentions> = new Map([
  mentions(virtualNetworks, z.object({ location: text }), ({ location }) => ({ location, names: [] })),
  mentions(networkSecurityGroups, Group, ({ location, properties }) => {
    const rules = properties.securityRules.map((rule) => rule.properties);
    const inbound = rules.filter(({ direction }) => !/^outbound$/i.test(direction ?? ''));
    return { location, names: inbound.flatMap(addressesOf) };
  }),
  mentions(routeTables, Table, ({ location, properties }) => ({
    location,
    names: properties.routes.map((route) => route.properties.addressPrefix),
  })),
  mentions(securityAdminRules, AdminRule, ({ properties: { sources, destinations } }) => ({
    location: undefined,
    names: [...sources, ...destinations].map(({ addressPrefix }) => addressPrefix),
  })),
  mentions(managedClusters, Cluster, ({ location, properties }) => ({
    location,
    names: properties.apiServerAccessProfile?.authorizedIPRanges ?? [],
  })),
]);

function mentions<T>(of: RecordKind, record: z.ZodType<T>, read: (record: T) => Mention): [string, Mentions] {
  return [of.call, (response) => decode(defineRecord({ ...of, record }), response).records.map(read)];
}

function addressesOf(rule: z.output<typeof Rule>['properties']): readonly (string | undefined)[] {
  return [
    rule.sourceAddressPrefix,
    ...rule.sourceAddressPrefixes,
    rule.destinationAddressPrefix,
    ...rule.destinationAddressPrefixes,
  ];
}
