import type { Firewall } from '../../../src/model/firewall.ts';
import type { Frontend, Workload } from '../../../src/model/inventory.ts';
import type { ConditionStage, FilterStage, Path, Stage } from '../../../src/model/path.ts';
import type { Trace } from '../../../src/model/trace.ts';
import type { Family } from '../../../src/net/ip.ts';
import type { Balancer } from './balancers.ts';
import type { Estate, Standing } from './estate.ts';
import type { Place } from './place.ts';

/** The checks that everything in one subnet has in common. */
export interface SubnetStages {
  readonly gateway: Stage;
  readonly publicAccess: Stage;
  readonly aclIn: Stage;
  readonly replyRoute: Stage;
  readonly aclOut: Stage;
  /** The internet gateway has a route table of its own, so that addresses may differ. */
  readonly hasEdge: boolean;
}

/** Handed in, because a load balancer can be the target of another one. */
export type MakeFrontend = (context: Context, balancer: Balancer, family: Family) => Frontend;

/**
 * The estate that is being converted, and everything made of it so far.
 *
 * Things that are equal are made once: the engine compiles each object once, so what a hundred thousand
 * interfaces share must be the same object for all of them.
 */
export class Context {
  readonly estate: Estate;
  readonly #makeFrontend: MakeFrontend;
  readonly #stages = new Map<string, Stage>();
  readonly #firewalls = new Map<string, Firewall>();
  readonly #workloads = new Map<Place, Map<string, Workload>>();
  readonly #frontends = new Map<string, Frontend>();
  readonly #paths = new Map<string, Path>();
  readonly #subnets = new Map<string, SubnetStages>();
  readonly #traces = new Map<Place, Map<string, readonly Trace[]>>();
  readonly #ids = new Map<object, number>();

  constructor(estate: Estate, makeFrontend: MakeFrontend) {
    this.estate = estate;
    this.#makeFrontend = makeFrontend;
  }

  /** One path for each sequence of stages. */
  path(stages: readonly Stage[]): Path {
    let key = '';
    for (const stage of stages) key += `${this.#idOf(stage)},`;
    return once(this.#paths, key, () => ({ stages }));
  }

  condition(place: Place, stage: Omit<ConditionStage, 'kind'>): Stage {
    const { element, holds, rule, latent, missing } = stage;
    const key = `${element.kind}|${element.ref}|${holds}|${rule}|${latent ?? ''}|${missing.join()}`;
    return once(this.#stages, this.#at(place, key), () => ({ kind: 'condition', ...stage }));
  }

  filter(stage: Omit<FilterStage, 'kind'>): Stage {
    const { firewalls, role, direction, remote } = stage;
    const who = remote === 'wire' ? remote : `${remote.exact} ${remote.ranges.join()} ${remote.missing?.join() ?? ''}`;
    const key = ['filter', role, direction, who, ...firewalls.map((firewall) => this.#idOf(firewall))].join('|');
    return once(this.#stages, key, () => ({ kind: 'filter', ...stage }));
  }

  /** Any other stage, by a key that tells it from all others of the same place. */
  stage(place: Place, key: string, make: () => Stage): Stage {
    return once(this.#stages, this.#at(place, key), make);
  }

  firewall(place: Place, key: string, make: () => Firewall): Firewall {
    return once(this.#firewalls, this.#at(place, key), make);
  }

  workload(place: Place, ref: string, make: () => Workload): Workload {
    return once(shelf(this.#workloads, place), ref, make);
  }

  traces(place: Place, key: string, make: () => readonly Trace[]): readonly Trace[] {
    return once(shelf(this.#traces, place), key, make);
  }

  /** A load balancer as seen by clients of one family. */
  frontend(balancer: Balancer, family: Family): Frontend {
    const key = this.#at(balancer.place, `${balancer.arn} ${family}`);
    return once(this.#frontends, key, () => this.#makeFrontend(this, balancer, family));
  }

  subnet({ place, vpcId, subnetId, ownerId }: Standing, make: () => SubnetStages): SubnetStages {
    return once(this.#subnets, this.#at(place, `${vpcId ?? ''}|${subnetId ?? ''}|${ownerId ?? ''}`), make);
  }

  /** Ids repeat in emulators and examples, so a thing is told by its scope too. */
  #at(place: Place, key: string): string {
    return `${this.#idOf(place)}|${key}`;
  }

  #idOf(thing: object): number {
    const known = this.#ids.get(thing);
    if (known !== undefined) return known;
    this.#ids.set(thing, this.#ids.size);
    return this.#ids.size - 1;
  }
}

function shelf<T>(shelves: Map<Place, Map<string, T>>, place: Place): Map<string, T> {
  const known = shelves.get(place);
  if (known !== undefined) return known;
  const made = new Map<string, T>();
  shelves.set(place, made);
  return made;
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
