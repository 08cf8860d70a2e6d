import type { Quota } from './pacer.ts';

/** What a call asked, without paging: it tells apart the answers to one call. */
export type Request = Readonly<Record<string, unknown>>;

/** One question about one region, and the calls that answer it. */
export interface Collector<Client> {
  /** `aws/instances`. */
  readonly id: string;
  /** The question, as a person would ask it. */
  readonly question: string;
  /** Ids of the collectors whose answers decide what this one asks. */
  readonly after: readonly string[];
  readonly calls: readonly CollectorCall<Client>[];
}

/** One call of a cloud's API, made once or once for each resource that can matter. */
export interface CollectorCall<Client> {
  /** As a collection spells it: `ec2:DescribeInstances`. */
  readonly call: string;
  /** The permission that it needs, in the provider's spelling. */
  readonly permission: string;
  /** What to ask, given the answers of the collectors in `after`. */
  readonly questions: (known: Known) => readonly Question<Client>[];
}

/** The responses to a call that were read so far in the same account and region. */
export type Known = (call: string) => readonly unknown[];

export interface Question<Client> {
  readonly request: Request;
  /** Fetches the page that the token names, or the first one. */
  readonly ask: (client: Client, page: PageRequest) => Promise<Page>;
}

export interface PageRequest {
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

export interface Page {
  readonly response: unknown;
  /** The token of the next page; absent or empty at the end. */
  readonly next: string | undefined;
  /** What the service says is left of its quota, where it says so with each answer. */
  readonly quota?: Quota;
}

/** Ties a collector to its client type. */
export function defineCollector<Client>(collector: Collector<Client>): Collector<Client> {
  return collector;
}
