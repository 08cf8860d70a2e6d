import type { Answer } from '../../../src/collect/answer.ts';
import type { Known } from '../../../src/collect/collector.ts';
import type { ChainEnd } from './chain.ts';

/** What Resource Graph told of one subscription. */
export type GraphReading =
  /** All of it. `seen` are the calls that have answers already. */
  | { readonly state: 'read'; readonly subscription: string; readonly seen: ReadonlySet<string>; readonly known: Known }
  /** Nothing: it is empty, or may not be seen. */
  | { readonly state: 'hidden'; readonly subscription: string }
  /** Not all of it. */
  | { readonly state: 'unread'; readonly subscription: string };

/** Keeps account of one subscription while its resources come in. */
export class Ledger {
  readonly #subscription: string;
  readonly #counted: number;
  /** Calls whose answers tell what to ask next; the others are not kept. */
  readonly #wanted: ReadonlySet<string>;
  readonly #seen = new Set<string>();
  readonly #kept = new Map<string, unknown[]>();
  #chains: number;
  #rows = 0;
  #short = false;

  constructor(expected: { subscription: string; rows: number; chains: number }, wanted: ReadonlySet<string>) {
    this.#subscription = expected.subscription;
    this.#counted = expected.rows;
    this.#chains = expected.chains;
    this.#wanted = wanted;
  }

  add(rows: number): void {
    this.#rows += rows;
  }

  keep({ call, response }: Answer): void {
    this.#seen.add(call);
    if (response === undefined || !this.#wanted.has(call)) return;
    const kept = this.#kept.get(call) ?? [];
    this.#kept.set(call, kept);
    kept.push(response);
  }

  /** One chain is through. When it was the last one, says how the subscription was read. */
  end(end: ChainEnd): GraphReading | undefined {
    this.#chains -= 1;
    this.#short ||= end === 'short';
    if (this.#chains > 0) return undefined;
    const subscription = this.#subscription;
    // Of a chain that broke, what came before is whole if there is as much of it as was counted.
    if (this.#short || this.#rows < this.#counted) return { state: 'unread', subscription };
    return { state: 'read', subscription, seen: this.#seen, known: (call) => this.#kept.get(call) ?? [] };
  }
}
