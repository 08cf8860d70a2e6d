import type { NetworkInterface } from '../records/network-interfaces.ts';

/**
 * The load balancer that an interface says it belongs to: `app/name/id` or `net/name/id`, or a classic name.
 *
 * Anyone can write a description, so an interface that is attached to an instance, or that nobody's service
 * manages, is not believed.
 */
export function balancerName({ Description, RequesterManaged, Attachment }: NetworkInterface): string | undefined {
  if (Attachment?.InstanceId !== undefined || RequesterManaged === false) return undefined;
  return /^ELB (\S+)$/.exec(Description ?? '')?.[1];
}

/** The same name, from the other side. */
export function balancerNameOfArn(arn: string): string {
  return arn.slice(arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
}

/** Classic load balancers have no ARN in the API; IAM knows them by this one. */
export function classicArn(
  { account, region }: { readonly account: string; readonly region: string },
  name: string,
): string {
  return `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/${name}`;
}
