import type { Leg, Wire } from '../../../../src/model/inventory.ts';
import type { Element } from '../../../../src/model/resource.ts';
import type { Trace } from '../../../../src/model/trace.ts';
import type { Arrival } from '../rules/guards.ts';

/**
 * What a front sends to: an interface's address by its id, an address of another front by its id, an address in a network
 * or on the internet, or a name.
 */
export type Backend =
  | { readonly ipConfigId: string }
  | { readonly frontId: string }
  | { readonly address: string; readonly virtualNetworkId?: string | undefined }
  | { readonly fqdn: string };

/** The way from a front to one of its backends. */
export interface BackendCourse {
  /** What lists the backend. */
  readonly pool: Element;
  readonly port: number | 'same';
  readonly backend: Backend;
  /** What a private backend sees as the sender. */
  readonly from: Wire;
  /** What a backend sees that is sent to by its public address: the sender's own public one. Absent, as `from`. */
  readonly publicFrom?: Wire;
  /** Of a front that passes packets on as they are: by which address and which size of front they come. */
  readonly arrival?: Arrival;
  /** The ids of the fronts that were passed, against loops. */
  readonly through?: readonly string[];
  readonly health?: Leg['health'];
  readonly traces?: readonly Trace[];
  /** Where the front is: for backends of which nothing else tells it. */
  readonly location?: string | undefined;
}
