import type { Answer } from '../../../src/collect/answer.ts';
import { GapLog } from '../../../src/convert/gap-log.ts';
import type { Table } from '../../../src/convert/table.ts';
import { gapName } from '../../../src/model/gap.ts';
import type { Scope } from '../../../src/model/resource.ts';
import { RECORDS } from '../records/index.ts';
import { type Place, placeOf } from './place.ts';

/** Where something stands in a network: by this its gateways, routes and filters are found. */
export interface Standing {
  readonly place: Place;
  readonly vpcId: string | undefined;
  readonly subnetId: string | undefined;
  /** The account that owns what stands here. In a shared VPC it does not own the network. */
  readonly ownerId: string | undefined;
}

/** Everything that was answered, by account and region. */
export class Estate {
  readonly places: readonly Place[];
  readonly gaps = new GapLog(permissionOf);
  readonly collectedAt: string;
  readonly #regions: ReadonlyMap<string, readonly Place[]>;
  readonly #near = new Map<Place, readonly Place[]>();

  constructor(answers: Iterable<Answer>) {
    const all = [...answers];
    this.collectedAt = all.reduce((newest, { at }) => (at > newest ? at : newest), '1970-01-01T00:00:00.000Z');
    const scopes = new Map<string, { readonly scope: Scope; readonly answers: Answer[] }>();
    for (const answer of all) {
      const scope = scopeOf(answer);
      const key = `${scope.region} ${scope.account}`;
      const known = scopes.get(key) ?? { scope, answers: [] };
      known.answers.push(answer);
      scopes.set(key, known);
    }
    this.places = [...scopes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { scope, answers: own }]) => placeOf(scope, own, this.gaps));
    this.#regions = Map.groupBy(this.places, ({ scope }) => scope.region);
  }

  /** The place itself, then the other accounts of its region: a shared VPC is described by its owner. */
  near(place: Place): readonly Place[] {
    const known = this.#near.get(place);
    if (known !== undefined) return known;
    const others = this.#regions.get(place.scope.region) ?? [];
    const near = [place, ...others.filter((other) => other !== place)];
    this.#near.set(place, near);
    return near;
  }

  /** The first place near this one where a look-up succeeds. */
  find<T>(place: Place, look: (place: Place) => T | undefined): T | undefined {
    for (const candidate of this.near(place)) {
      const found = look(candidate);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The account and region whose answers must hold the network that this stands in. */
  ownerScope({ place, vpcId, subnetId, ownerId }: Standing): Scope {
    const subnet = subnetId === undefined ? undefined : this.find(place, ({ subnets }) => subnets.get(subnetId));
    const vpc = vpcId === undefined ? undefined : this.find(place, ({ vpcs }) => vpcs.get(vpcId));
    const owner = subnet?.record.OwnerId ?? vpc?.record.OwnerId;
    const own = owner === undefined || owner === place.scope.account || owner === ownerId;
    return own ? place.scope : { ...place.scope, account: owner };
  }

  /** The VPC of a standing, from its subnet if it does not say. */
  vpcIdOf({ place, vpcId, subnetId }: Standing): string | undefined {
    if (vpcId !== undefined || subnetId === undefined) return vpcId;
    return this.find(place, ({ subnets }) => subnets.get(subnetId))?.record.VpcId;
  }

  /** Whether the owner of a network answered a call in full, so that what is not there does not exist. */
  knowsAll(standing: Standing, table: (place: Place) => Table<unknown>): boolean {
    const scope = this.ownerScope(standing);
    const owner = this.near(standing.place).find((place) => place.scope.account === scope.account);
    return owner !== undefined && table(owner).completeness() === 'complete';
  }

  /** The name of the gap behind something that was looked up and not found. */
  missing({ scope, table, resource, what }: Missing): string {
    const { kind } = table;
    const own = scope === undefined || scope.account === table.scope.account;
    const state = own ? table.completeness(resource) : 'absent';
    if (state === 'incomplete') return gapName({ call: kind.call, scope: table.scope });
    if (state === 'complete') return this.gaps.unlisted(table.scope, kind.call, what ?? 'it');
    const field = kind.requestField;
    const request = field === undefined || resource === undefined ? undefined : { [field]: resource };
    return this.gaps.absent(scope ?? table.scope, kind.call, request);
  }
}

/** What was looked up where. */
interface Missing {
  readonly table: Table<unknown>;
  /** The scope that should hold it, if not the table's own. */
  readonly scope?: Scope;
  readonly resource?: string;
  readonly what?: string;
}

function permissionOf(call: string): string {
  const kind = RECORDS.find((record) => record.call === call);
  return kind?.permission ?? call.replace(/^elb(v2)?:/, 'elasticloadbalancing:');
}

function scopeOf({ account, region }: Answer): Scope {
  return { cloud: 'aws', account: account ?? 'unknown', region: region ?? 'unknown' };
}
