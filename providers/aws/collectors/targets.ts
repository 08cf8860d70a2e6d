import { defineCollector, type Known } from '../../../src/collect/collector.ts';
import { type TargetGroup, targetGroupAttributes } from '../records/target-groups.ts';
import type { AwsClients } from '../session.ts';
import { frontsOf, groupsOf } from './fronts.ts';
import { healthCall } from './health-call.ts';
import { detailCall, distinct, question } from './list-call.ts';

export const targets = defineCollector<AwsClients>({
  id: 'aws/targets',
  question: 'What do the load balancers forward to, and does it see the address of the client?',
  after: ['aws/load-balancers'],
  calls: [
    healthCall((known) => groupsOf(frontsOf(known), known)),
    detailCall(
      targetGroupAttributes,
      (known) => distinct(groupsOfNetworkBalancers(known).map(({ TargetGroupArn }) => TargetGroupArn)),
      (TargetGroupArn) =>
        question({ TargetGroupArn }, ({ elbv2 }, _, options) =>
          elbv2.describeTargetGroupAttributes({ TargetGroupArn }, options),
        ),
    ),
  ],
});

/** Only a network load balancer can hand the client's address on, so only its groups have the setting that decides. */
function groupsOfNetworkBalancers(known: Known): readonly TargetGroup[] {
  return groupsOf(
    frontsOf(known).filter(({ Type }) => Type === 'network'),
    known,
  );
}
