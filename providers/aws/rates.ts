import type { Rate } from '../../src/collect/token-bucket.ts';

/**
 * Calls that only read, as the EC2 API allows them: buckets of 100 that refill by 20 a second.
 *
 * EC2 has such a bucket for each action and we keep one for all of them, so we stay well below it and leave room for
 * the account's own tools. Source: "Request throttling for the Amazon EC2 API", request token bucket sizes,
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
const EC2: Rate = { size: 100, refillPerSecond: 20 };

/**
 * Calls that only read, as the Elastic Load Balancing API allows them: buckets of 40 that refill by 10 a second.
 *
 * Version 1 (classic) and version 2 have buckets of their own, each for all such actions together. Source: "Request
 * throttling for the Elastic Load Balancing API",
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html
 */
const ELASTIC_LOAD_BALANCING: Rate = { size: 40, refillPerSecond: 10 };

/** How fast a service may be asked, by its name in a call. */
export function rateOf(service: string): Rate {
  return service === 'elb' || service === 'elbv2' ? ELASTIC_LOAD_BALANCING : EC2;
}
