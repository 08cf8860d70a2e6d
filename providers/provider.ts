import type { Answer } from '../src/collect/answer.ts';
import type { Recognised } from '../src/collect/load.ts';
import type { Inventory } from '../src/model/inventory.ts';
import type { Proof } from '../src/model/proof.ts';

/** A cloud. All that the rest of the tool knows of one. */
export interface Provider {
  /** As `--cloud` takes it and reports print it: `aws`. */
  readonly id: string;
  readonly name: string;
  /** The flags that choose credentials and scopes; the command line is made from them. */
  readonly options: readonly ProviderOption[];
  /**
   * Asks the cloud, read-only, and yields each answer as it comes.
   *
   * A failed call is an answer with an `error`. Throws `CredentialsError` if there is nobody to ask as,
   * and `UsageError` for an option that cannot be right.
   */
  collect(request: CollectRequest): AsyncIterable<Answer>;
  /** Makes the model of what was answered. Pure: the same answers in any order give the same inventory. */
  convert(answers: Iterable<Answer>): Inventory;
  /** Cuts an answer to the fields we read, so that nothing else is kept; says what does not fit as an error answer. */
  cut(answer: Answer): Answer;
  /** Says whether an answer's call is one of this provider's. */
  owns(call: string): boolean;
  /** Reads a plain dump of the provider's own command line; undefined if it is not one. `path` is relative to the folder. */
  recognise(document: unknown, path: string): Recognised | readonly Answer[] | undefined;
  /** The call whose plain dump says who asked, where the provider has one: the dumps beside it are from that account. */
  readonly identityCall?: string;
  /** The least-privilege policy that collecting needs, ready to print. */
  permissions(): unknown;
  /** Shell commands that make a folder that `--from` reads. */
  printCommands(): readonly string[];
  /** Replays a proof against the answers, without the engine and without `convert`. Empty: it holds. */
  verify(proof: Proof, answers: readonly Answer[]): readonly string[];
  /** The folder of a small invented estate, for `scan --demo`. */
  readonly demo: URL;
}

/** A flag that a provider adds to `scan` and `collect`. */
export interface ProviderOption {
  readonly name: string;
  readonly summary: string;
  readonly multiple?: boolean;
}

export interface CollectRequest {
  /** Values of the provider's options, by name. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  /** Variables of the environment, injected so that nothing reads it on import. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** No call starts after this many milliseconds. */
  readonly timeoutMs: number;
  /** Calls in flight in one bucket of (account, region, service). */
  readonly concurrency: number;
  readonly now: () => Date;
  readonly onProgress: (progress: CollectProgress) => void;
}

export interface CollectProgress {
  readonly scope: string;
  readonly call: string;
  readonly done: number;
  readonly planned: number;
  readonly retried: number;
}
