import type { Answer } from '../../src/collect/answer.ts';
import type { PageRequest } from '../../src/collect/collector.ts';
import { decode } from '../../src/collect/decode.ts';
import type { Runner } from '../../src/collect/runner.ts';
import { UsageError } from '../../src/model/errors.ts';
import { question } from './collectors/list-call.ts';
import { cut } from './cut.ts';
import type { AwsAccount } from './identity.ts';
import { regions as kind, type Region } from './records/regions.ts';

/** Where to look in one account. */
export interface RegionChoice {
  /** Sorted. */
  readonly regions: readonly string[];
  /** Named by the user, and not enabled in this account: asking there would only be refused. */
  readonly disabled: readonly string[];
  /** What the account answered where it was left to choose; a failure in it is a gap, since it may hide regions. */
  readonly answers: readonly Answer[];
}

/**
 * Chooses the regions of an account: the wanted ones, or else all that are enabled.
 *
 * If the account may not be asked, wanted regions are taken at their word, and without any there is only the home region
 * to fall back to.
 */
export async function chooseRegions(
  account: AwsAccount,
  runner: Runner,
  wanted: readonly string[],
  homeRegion: string,
): Promise<RegionChoice> {
  const names = [...new Set(wanted)].sort();
  // Without names, only enabled regions are of interest; with them, an unknown name differs from a disabled one.
  const answers = await describeRegions(account, runner, homeRegion, names.length > 0 ? { AllRegions: true } : {});
  const known = answers.flatMap(({ response }) => (response === undefined ? [] : decode(kind, response).records));
  const enabled = enabledOf(known);
  if (names.length === 0) return { regions: enabled.length > 0 ? enabled : [homeRegion], disabled: [], answers };
  if (known.length === 0) return { regions: names, disabled: [], answers: [] };
  refuseUnknown(names, known);
  const [regions = [], disabled = []] = [true, false].map((on) =>
    names.filter((name) => enabled.includes(name) === on),
  );
  return { regions, disabled, answers: [] };
}

async function describeRegions(
  { id, caller }: AwsAccount,
  runner: Runner,
  region: string,
  request: { readonly AllRegions?: boolean },
): Promise<readonly Answer[]> {
  const { ask } = question(request, ({ ec2 }, _, options) => ec2.describeRegions(request, options));
  const clients = caller.clients(region);
  const where = { account: id, region };
  const task = { call: kind.call, where, request, ask: (page: PageRequest) => ask(clients, page) };
  const answers: Answer[] = [];
  for await (const answer of runner.askAll([task])) answers.push(cut(answer));
  return answers;
}

function enabledOf(known: readonly Region[]): readonly string[] {
  const enabled = known.filter(({ OptInStatus }) => OptInStatus !== 'not-opted-in');
  return enabled.map(({ RegionName }) => RegionName).sort();
}

function refuseUnknown(names: readonly string[], known: readonly Region[]): void {
  const all = known.map(({ RegionName }) => RegionName).sort();
  for (const name of names) {
    if (all.includes(name)) continue;
    const near = all.map((region) => ({ region, distance: editDistance(name, region) }));
    near.sort((a, b) => a.distance - b.distance);
    const suggestions = near.slice(0, 3).map(({ region }) => region);
    throw new UsageError(`there is no AWS region called ${name}`, `did you mean ${suggestions.join(', ')}?`);
  }
}

/** How many letters must be changed, added or taken away to turn one word into the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
