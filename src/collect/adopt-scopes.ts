import type { Answer } from './answer.ts';

/** What a plain dump says of an account, subscription or region that nothing in it names. */
export const UNTOLD = 'unknown';

interface Found {
  readonly answer: Answer;
  /** Relative to the folder that was loaded, with slashes. */
  readonly path: string;
}

/**
 * Completes answers of plain dumps that do not say which account, subscription or region they are from, by what lies
 * beside them.
 *
 * A dump of `who am I` in the same folder or one above it settles the account of all that is there, since records may
 * name an owner other than the one who asked. Without it the nearest folder that tells decides: its dumps must agree on
 * the region or subscription, and most of them on the account. Else nothing is guessed.
 */
export function adoptScopes(found: readonly Found[], identityCalls: ReadonlySet<string>): ReadonlyMap<Answer, Answer> {
  const speakers = votesOf(
    found.filter(({ answer }) => identityCalls.has(answer.call)),
    ({ account }) => account,
    ownFolder,
  );
  const accounts = votesOf(found, ({ account }) => account, foldersOf);
  const regions = votesOf(found, ({ region }) => region, foldersOf);
  const subscriptions = votesOf(found, ({ subscription }) => subscription, foldersOf);
  const adopted = new Map<Answer, Answer>();
  for (const { answer, path } of found) {
    const speaker =
      answer.account === undefined || isInPath(answer.account, path) ? undefined : winner(nearest(speakers, path), ALL);
    const neighbours = answer.account === UNTOLD ? winner(nearest(accounts, path), MOST) : undefined;
    const account = speaker ?? neighbours ?? answer.account;
    const region = answer.region === UNTOLD ? winner(nearest(regions, path), ALL) : undefined;
    const subscription = answer.subscription === UNTOLD ? winner(nearest(subscriptions, path), ALL) : undefined;
    adopted.set(answer, {
      ...answer,
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
      ...(subscription === undefined ? {} : { subscription }),
    });
  }
  return adopted;
}

/** A folder that is named after the account leaves no doubt. */
function isInPath(account: string, path: string): boolean {
  return path.includes(account);
}

const ALL = 1;
const MOST = 0.5;

/** By folder, how many dumps name each value. */
type Votes = ReadonlyMap<string, ReadonlyMap<string, number>>;

function votesOf(
  found: readonly Found[],
  valueOf: (answer: Answer) => string | undefined,
  spread: (path: string) => readonly string[],
): Votes {
  const votes = new Map<string, Map<string, number>>();
  for (const { answer, path } of found) {
    const value = valueOf(answer);
    if (value === undefined || value === UNTOLD) continue;
    for (const folder of spread(path)) {
      const counts = votes.get(folder) ?? new Map<string, number>();
      votes.set(folder, counts.set(value, (counts.get(value) ?? 0) + 1));
    }
  }
  return votes;
}

function nearest(votes: Votes, path: string): ReadonlyMap<string, number> {
  return (
    foldersOf(path)
      .map((folder) => votes.get(folder))
      .find((counts) => counts !== undefined) ?? new Map()
  );
}

function winner(counts: ReadonlyMap<string, number>, share: number): string | undefined {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts].find(([, count]) => count === all || count > all * share)?.[0];
}

/** The folders that a file is in, nearest first; the last is the one that was loaded. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), ''];
}

function ownFolder(path: string): readonly string[] {
  return foldersOf(path).slice(0, 1);
}
