import { Interner, once } from '../../../src/convert/interner.ts';
import type { Frontend, Workload } from '../../../src/model/inventory.ts';
import type { Scope } from '../../../src/model/resource.ts';
import { armKey, subscriptionOf } from '../arm-id.ts';
import { scaleSets } from '../records/virtual-machines.ts';
import type { Estate } from './estate.ts';
import type { FrontKind } from './fronts/fronts.ts';
import { scaleSetOf } from './network/scale-sets.ts';

/** The estate that is being converted, and everything made of it so far. */
export class Context extends Interner {
  readonly estate: Estate;
  /** Handed in, because a front can be the backend of another one. */
  readonly fronts: readonly FrontKind[];
  readonly #workloads = new Map<string, Workload>();
  readonly #frontends = new Map<string, Frontend>();
  readonly #scopes = new Map<string, Scope>();
  readonly #made = new Map<unknown, unknown>();

  constructor(estate: Estate, fronts: readonly FrontKind[] = []) {
    super();
    this.estate = estate;
    this.fronts = fronts;
  }

  /** One workload for each resource. */
  workload(id: string, make: () => Workload): Workload {
    return once(this.#workloads, armKey(id), make);
  }

  /** One front for each key: a front that another one forwards to must be the same object for both. */
  frontend(key: string, make: () => Frontend): Frontend {
    return once(this.#frontends, key, make);
  }

  /** What is made of the whole estate once, for example an index of it. */
  made<T>(make: (context: Context) => T): T;
  made(make: (context: Context) => unknown): unknown {
    return once(this.#made, make, () => make(this));
  }

  /** Where a resource lives: the subscription of its id, and its location as the API names regions, `westeurope`. */
  scope(id: string, location: string | undefined): Scope {
    const region = (location ?? this.#locationOfSet(id) ?? 'global').toLowerCase().replaceAll(' ', '');
    const account = subscriptionOf(id) ?? 'unknown';
    return once(this.#scopes, `${account}/${region}`, () => ({ cloud: 'azure', account, region }));
  }

  /** What belongs to an instance of a scale set tells no location of its own. */
  #locationOfSet(id: string): string | undefined {
    return this.estate.find(scaleSets, scaleSetOf(id))?.record.location;
  }
}
