import { createHash } from 'node:crypto';
import type { Scope } from '../model/resource.ts';

/** What makes a finding the same finding tomorrow. */
export interface FindingIdentity {
  readonly rule: string;
  readonly scope: Scope;
  /** The stable owner: the load balancer of a pooled member, else the workload. */
  readonly owner: string;
  /** `listener:tcp/443 host=…`, `tcp/11434`: what is open at the owner. */
  readonly endpoint: string;
}

/** Regions whose accounts live apart from the rest of their cloud, by the start of their name. */
const PARTITIONS = [
  ['us-gov-', 'us-gov'],
  ['us-isob-', 'us-isob'],
  ['us-isof-', 'us-isof'],
  ['us-iso-', 'us-iso'],
  ['eu-isoe-', 'eu-isoe'],
  ['eusc-', 'eusc'],
  ['cn-', 'cn'],
  ['china', 'cn'],
  ['usgov', 'us-gov'],
] as const;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BITS = 128n;

/**
 * The name of a finding: `exp1:` and 128 bits of a hash in base32.
 *
 * An address, a name, a rule of a firewall, a severity, a title or a time never enters it, because those
 * change while the finding stays. An array of strings has one JSON form, so no canonical encoder is needed.
 */
export function fingerprintOf({ rule, scope, owner, endpoint }: FindingIdentity): string {
  const resource = resourceOf(owner, scope);
  const identity = [rule, scope.cloud, partitionOf(scope.region), scope.account, resource, endpoint];
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
  return `exp1:${base32(BigInt(`0x${hash}`) >> (256n - BITS))}`;
}

/** An id that is a path names its place in the whole world, and does not tell upper case from lower. */
function resourceOf(owner: string, { region }: Scope): string {
  if (owner.startsWith('/')) return owner.toLowerCase();
  return region === 'global' || owner.includes(region) ? owner : `${region}/${owner}`;
}

function partitionOf(region: string): string {
  return PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'main';
}

/** RFC 4648 without padding: 26 characters, the last two bits of which are zeros. */
function base32(value: bigint): string {
  const padded = value << 2n;
  return Array.from({ length: 26 }, (_, i) => BASE32[Number((padded >> BigInt(5 * (25 - i))) & 31n)]).join('');
}
