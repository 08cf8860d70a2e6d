import { defineCollector } from '../../../src/collect/collector.ts';
import { subnets } from '../records/subnets.ts';
import { vpcs } from '../records/vpcs.ts';
import type { AwsClients } from '../session.ts';
import { EC2_PAGE, listCall } from './list-call.ts';

export const networks = defineCollector<AwsClients>({
  id: 'aws/networks',
  question: 'Which VPCs and subnets are there?',
  after: [],
  calls: [
    listCall(vpcs, ({ ec2 }, NextToken, options) => ec2.describeVpcs({ MaxResults: EC2_PAGE, NextToken }, options)),
    listCall(subnets, ({ ec2 }, NextToken, options) =>
      ec2.describeSubnets({ MaxResults: EC2_PAGE, NextToken }, options),
    ),
  ],
});
