import { defineCollector, type Known } from '../../../src/collect/collector.ts';
import { loadBalancerAttributes, loadBalancerTags } from '../records/load-balancers.ts';
import type { AwsClients } from '../session.ts';
import { frontsOf, hasIpv6 } from './fronts.ts';
import { batchesOf, detailCall, distinct, question } from './list-call.ts';

/** The most load balancers that one call tells the tags of. */
const BALANCERS_A_CALL = 20;

export const balancerSettings = defineCollector<AwsClients>({
  id: 'aws/balancer-settings',
  question: 'How are the load balancers set, and whose are they?',
  after: ['aws/load-balancers'],
  calls: [
    detailCall(loadBalancerAttributes, balancersWithDecidingSettings, (LoadBalancerArn) =>
      question({ LoadBalancerArn }, ({ elbv2 }, _, options) =>
        elbv2.describeLoadBalancerAttributes({ LoadBalancerArn }, options),
      ),
    ),
    detailCall(
      loadBalancerTags,
      (known) => {
        const arns = frontsOf(known).map(({ LoadBalancerArn }) => LoadBalancerArn);
        return batchesOf(distinct(arns), BALANCERS_A_CALL);
      },
      (arns) => {
        const ResourceArns = [...arns];
        return question({ ResourceArns }, ({ elbv2 }, _, options) => elbv2.describeTags({ ResourceArns }, options));
      },
    ),
  ],
});

/** Settings decide a verdict in two cases: IPv6 may be closed to internet gateways, and zones may be kept apart. */
function balancersWithDecidingSettings(known: Known): readonly string[] {
  const deciding = frontsOf(known).filter((balancer) => hasIpv6(balancer) || balancer.Type === 'network');
  return distinct(deciding.map(({ LoadBalancerArn }) => LoadBalancerArn));
}
