import type { Exposure, Slice } from '../model/exposure.ts';
import type { Entry, Inventory, Node } from '../model/inventory.ts';
import type { Path } from '../model/path.ts';
import { EMPTY_SET, subtract, union } from '../net/interval-set.ts';
import type { AddressRanges } from '../net/ip.ts';
import { formatPorts } from '../net/ports.ts';
import { Checks } from './checks.ts';
import { flowsOf } from './flows.ts';
import { slicesOf } from './slices.ts';

/** Every entry of an inventory judged, and the compiled checks that proofs are drawn from. */
export interface Evaluation {
  /** In the order of the inventory's entries; of one entry, by target. */
  readonly exposures: readonly Exposure[];
  readonly checks: Checks;
}

/**
 * Says of each entry what the internet can reach through it.
 *
 * Entries that share a path share one array of slices, so the work grows with the number of different paths
 * and not with the number of machines.
 */
export function evaluate(inventory: Inventory): Evaluation {
  const checks = new Checks();
  const direct = { ipv4: new Map<Path, readonly Slice[]>(), ipv6: new Map<Path, readonly Slice[]>() };
  const exposures: Exposure[] = [];
  const zones = Map.groupBy(
    inventory.entries.filter(({ zone }) => zone !== undefined),
    frontOf,
  );
  for (const entry of inventory.entries) {
    const [path, ...others] = entry.paths;
    if (entry.zone !== undefined) {
      const front = zones.get(frontOf(entry)) ?? [];
      if (front[0] === entry) exposures.push(...throughPaths(checks, front, entry));
      continue;
    }
    if (entry.to.kind === 'frontend' || path === undefined || others.length > 0) {
      exposures.push(...throughPaths(checks, [entry], entry));
      continue;
    }
    const known = direct[entry.family].get(path);
    const slices = known ?? judge(checks, entry, path).get(entry.to) ?? [];
    if (known === undefined) direct[entry.family].set(path, slices);
    exposures.push({ entry, target: entry.to, slices });
  }
  return { exposures, checks };
}

/** The entries of one front differ only in their zone, and a client may come through any of them. */
function frontOf({ scope, ref, address, family }: Entry): string {
  return `${scope.account} ${ref} ${address} ${family}`;
}

function throughPaths(checks: Checks, zones: readonly Entry[], entry: Entry): readonly Exposure[] {
  const byTarget = new Map<Node, Slice[]>();
  for (const zone of zones) {
    for (const path of zone.paths) {
      for (const [target, slices] of judge(checks, zone, path)) {
        byTarget.set(target, [...(byTarget.get(target) ?? []), ...slices]);
      }
    }
  }
  return [...byTarget]
    .sort(([a], [b]) => (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0))
    .map(([target, slices]) => ({ entry, target, slices: best(slices) }));
}

function judge(checks: Checks, entry: Entry, path: Path): ReadonlyMap<Node, readonly Slice[]> {
  const byTarget = new Map<Node, Slice[]>();
  for (const flow of flowsOf(checks, entry, path)) {
    const slices = byTarget.get(flow.target) ?? [];
    slices.push(...slicesOf(checks.space(entry.family), flow));
    byTarget.set(flow.target, slices);
  }
  return byTarget;
}

/**
 * Drops what another way to the same ports makes moot: one good zone suffices.
 *
 * Ways that differ in whom they admit are all kept, for each is a claim with a proof of its own.
 */
function best(slices: readonly Slice[]): readonly Slice[] {
  const groups = Map.groupBy(slices, groupOf);
  return [...groups.values()].flatMap((group) => {
    const open = distinctAudiences(group.filter(({ verdict }) => verdict === 'reachable'));
    const surely = open.reduce<AddressRanges>((ranges, { audience }) => union(ranges, audience.ranges), EMPTY_SET);
    const perhaps = group.filter(({ verdict, audience }) => verdict === 'unknown' && !covers(surely, audience.ranges));
    const told = [...open, ...distinctAudiences(perhaps)];
    if (told.length > 0) return told;
    return group.toSorted((a, b) => a.deciding.length - b.deciding.length).slice(0, 1);
  });
}

function groupOf({ protocol, ports, targetPorts, gates, conditions }: Slice): string {
  const login = gates.map(({ kind, element }) => `${kind}@${element.ref}`).join();
  return [protocol, formatPorts(ports), formatPorts(targetPorts), login, conditions.join()].join(';');
}

function distinctAudiences(slices: readonly Slice[]): readonly Slice[] {
  return slices.filter(
    ({ audience }, index) =>
      !slices.some((other, at) => {
        const isCovered = covers(other.audience.ranges, audience.ranges);
        const same = isCovered && covers(audience.ranges, other.audience.ranges);
        return at !== index && isCovered && (!same || at < index);
      }),
  );
}

function covers(larger: AddressRanges, smaller: AddressRanges): boolean {
  return subtract(smaller, larger).length === 0;
}
