import type { Frontend, Wire } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import type { Context } from '../context.ts';

/** An address of a load balancer or a gateway: what a public address, a name or another front may lead to. */
export interface FrontAddress {
  /** The front's ip configuration. */
  readonly id: string;
  readonly publicIpId: string | undefined;
  readonly privateAddress: string | undefined;
  readonly subnetId: string | undefined;
}

/** Somebody who sends to a front that is not the first one on the way. */
export interface Passage {
  /** What the front sees as the sender. */
  readonly from: Wire;
  /** The ids of the fronts that were passed, so that none is passed twice. */
  readonly through: readonly string[];
}

/** A front as somebody reaches it, and what stands before it. */
interface ReachedFront {
  readonly to: Frontend;
  readonly stages: readonly Stage[];
}

/**
 * A kind of front that another front may send to.
 *
 * They are handed to the context, because one front's backend can be another front of any kind, its own included.
 */
export interface FrontKind {
  readonly addresses: (context: Context) => readonly FrontAddress[];
  /** Several where a front treats its listeners differently. Only asked of ids that `addresses` told. */
  readonly reach: (context: Context, configId: string, passage: Passage) => readonly ReachedFront[];
}

/** An address of a front, and the kind that knows it. */
export interface KnownFront {
  readonly kind: FrontKind;
  readonly address: FrontAddress;
}
