import { defineCollector } from '../../../src/collect/collector.ts';
import { listeners as kind } from '../records/listeners.ts';
import type { AwsClients } from '../session.ts';
import { frontsOf } from './fronts.ts';
import { detailCall, distinct, ELB_PAGE, question } from './list-call.ts';

export const listeners = defineCollector<AwsClients>({
  id: 'aws/listeners',
  question: 'On which ports do the load balancers listen?',
  after: ['aws/load-balancers'],
  calls: [
    detailCall(
      kind,
      (known) => distinct(frontsOf(known).map(({ LoadBalancerArn }) => LoadBalancerArn)),
      (LoadBalancerArn) =>
        question({ LoadBalancerArn }, ({ elbv2 }, Marker, options) =>
          elbv2.describeListeners({ LoadBalancerArn, PageSize: ELB_PAGE, Marker }, options),
        ),
    ),
  ],
});
