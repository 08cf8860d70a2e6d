/** A resource's name in its cloud's own words: an id, an ARN, an ARM id or a self link. */
export type ResourceRef = string & { readonly brand: 'ResourceRef' };

/** Marks a provider's identifier as the name of a resource. */
export function resourceRef(id: string): ResourceRef {
  return id as ResourceRef;
}

/** Where a resource lives: one account, subscription or project, and a region in it. */
export interface Scope {
  /** The provider's id, as `--cloud` takes it. */
  readonly cloud: string;
  readonly account: string;
  /** Empty for what is asked of an account as a whole. */
  readonly region: string;
}

/** `account/region`, the form that reports and commands use. */
export function scopeName({ account, region }: Scope): string {
  return region === '' ? account : `${account}/${region}`;
}

/** The answer that a statement rests on. */
export interface Evidence {
  /** The provider's call, for example `ec2:DescribeSubnets`. */
  readonly call: string;
  /** The scope that was asked, as `scopeName` prints it. */
  readonly scope: string;
  /** When it was answered, ISO 8601 in UTC. */
  readonly at: string;
}

/** Anything on a path that can decide about a packet. */
export interface Element {
  readonly ref: ResourceRef;
  /** What it is, in its cloud's own words: `security group`, `network ACL`, `route table`. */
  readonly kind: string;
  readonly name?: string;
  readonly evidence?: Evidence;
}
