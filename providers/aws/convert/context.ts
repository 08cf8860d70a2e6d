import { Interner, once } from '../../../src/convert/interner.ts';
import type { Frontend, Workload } from '../../../src/model/inventory.ts';
import type { Stage } from '../../../src/model/path.ts';
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

/** The estate that is being converted, and everything made of it so far. */
export class Context extends Interner {
  readonly estate: Estate;
  readonly #makeFrontend: MakeFrontend;
  readonly #workloads = new Map<Place, Map<string, Workload>>();
  readonly #frontends = new Map<string, Frontend>();
  readonly #subnets = new Map<string, SubnetStages>();
  readonly #traces = new Map<Place, Map<string, readonly Trace[]>>();

  constructor(estate: Estate, makeFrontend: MakeFrontend) {
    super();
    this.estate = estate;
    this.#makeFrontend = makeFrontend;
  }

  workload(place: Place, ref: string, make: () => Workload): Workload {
    return once(shelf(this.#workloads, place), ref, make);
  }

  traces(place: Place, key: string, make: () => readonly Trace[]): readonly Trace[] {
    return once(shelf(this.#traces, place), key, make);
  }

  /** A load balancer as seen by clients of one family. */
  frontend(balancer: Balancer, family: Family): Frontend {
    const key = this.keyAt(balancer.place, `${balancer.arn} ${family}`);
    return once(this.#frontends, key, () => this.#makeFrontend(this, balancer, family));
  }

  subnet({ place, vpcId, subnetId, ownerId }: Standing, make: () => SubnetStages): SubnetStages {
    return once(this.#subnets, this.keyAt(place, `${vpcId ?? ''}|${subnetId ?? ''}|${ownerId ?? ''}`), make);
  }
}

function shelf<T>(shelves: Map<Place, Map<string, T>>, place: Place): Map<string, T> {
  const known = shelves.get(place);
  if (known !== undefined) return known;
  const made = new Map<string, T>();
  shelves.set(place, made);
  return made;
}
