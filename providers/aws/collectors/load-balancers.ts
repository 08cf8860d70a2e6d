import { defineCollector } from '../../../src/collect/collector.ts';
import { classicLoadBalancers } from '../records/classic-load-balancers.ts';
import { loadBalancers as kind } from '../records/load-balancers.ts';
import { targetGroups } from '../records/target-groups.ts';
import type { AwsClients } from '../session.ts';
import { ELB_PAGE, listCall } from './list-call.ts';

export const loadBalancers = defineCollector<AwsClients>({
  id: 'aws/load-balancers',
  question: 'Which load balancers and target groups are there?',
  after: [],
  calls: [
    listCall(kind, ({ elbv2 }, Marker, options) =>
      elbv2.describeLoadBalancers({ PageSize: ELB_PAGE, Marker }, options),
    ),
    listCall(targetGroups, ({ elbv2 }, Marker, options) =>
      elbv2.describeTargetGroups({ PageSize: ELB_PAGE, Marker }, options),
    ),
    listCall(classicLoadBalancers, ({ elb }, Marker, options) =>
      elb.describeLoadBalancers({ PageSize: ELB_PAGE, Marker }, options),
    ),
  ],
});
