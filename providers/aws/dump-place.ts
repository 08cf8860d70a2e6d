/** What is known of where a dump is from. */
export interface DumpPlace {
  readonly account?: string;
  readonly region?: string;
}

const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/;

/** Reads the folders of a path: one named after an account, and the nearest one named after a region. */
export function placeInPath(path: string): DumpPlace {
  const folders = path.split('/').slice(0, -1).reverse();
  const account = folders.map((folder) => /(?<!\d)\d{12}(?!\d)/.exec(folder)?.[0]).find((found) => found !== undefined);
  const region = folders.find((folder) => REGION.test(folder));
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}

/** Fields that name the owner of a record. Those of its parts may name others, and are few. */
const OWNERS = new Set(['OwnerId', 'AwsAccountId', 'GroupOwnerId', 'NetworkInterfaceOwnerId', 'OwnerAlias']);
const ZONES = new Set(['AvailabilityZone', 'AvailabilityZones', 'ZoneName']);

/** Looks for owners, ARNs and zones in the content of a dump; the most frequent ones count. */
export function placeInContent(content: unknown): DumpPlace {
  const ballot: Ballot = { accounts: new Map(), regions: new Map() };
  visit(content, '', ballot, 0);
  const account = winner(ballot.accounts);
  const region = winner(ballot.regions);
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}

interface Ballot {
  readonly accounts: Map<string, number>;
  readonly regions: Map<string, number>;
}

/** A few hundred records tell as much as all. */
const MAX_ITEMS = 300;
const MAX_DEPTH = 6;

function visit(value: unknown, key: string, ballot: Ballot, depth: number): void {
  if (typeof value === 'string') read(value, key, ballot);
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return;
  const entries = Array.isArray(value)
    ? value.slice(0, MAX_ITEMS).map((item) => [key, item] as const)
    : Object.entries(value);
  for (const [name, item] of entries) visit(item, name, ballot, depth + 1);
}

function read(text: string, key: string, { accounts, regions }: Ballot): void {
  if (text.startsWith('arn:')) {
    const [, , , region = '', account = ''] = text.split(':');
    if (REGION.test(region)) vote(regions, region);
    if (/^\d{12}$/.test(account)) vote(accounts, account);
  } else if (OWNERS.has(key) && /^\d{12}$/.test(text)) {
    vote(accounts, text);
  } else if (ZONES.has(key)) {
    // `eu-west-1a`, or a local zone: `us-west-2-lax-1a`.
    const region = /^[a-z]{2,4}(?:-[a-z]+)+-\d+/.exec(text)?.[0];
    if (region !== undefined) vote(regions, region);
  }
}

function vote(votes: Map<string, number>, name: string): void {
  votes.set(name, (votes.get(name) ?? 0) + 1);
}

function winner(votes: ReadonlyMap<string, number>): string | undefined {
  const [first] = [...votes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0];
}
