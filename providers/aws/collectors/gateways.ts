import { defineCollector } from '../../../src/collect/collector.ts';
import { internetGateways, natGateways } from '../records/gateways.ts';
import { vpcEndpoints } from '../records/vpc-endpoints.ts';
import type { AwsClients } from '../session.ts';
import { EC2_PAGE, listCall } from './list-call.ts';

export const gateways = defineCollector<AwsClients>({
  id: 'aws/gateways',
  question: 'Which gateways connect the VPCs, and to what?',
  after: [],
  calls: [
    listCall(internetGateways, ({ ec2 }, NextToken, options) =>
      ec2.describeInternetGateways({ MaxResults: EC2_PAGE, NextToken }, options),
    ),
    listCall(natGateways, ({ ec2 }, NextToken, options) =>
      ec2.describeNatGateways({ MaxResults: EC2_PAGE, NextToken }, options),
    ),
    listCall(vpcEndpoints, ({ ec2 }, NextToken, options) =>
      ec2.describeVpcEndpoints({ MaxResults: EC2_PAGE, NextToken }, options),
    ),
  ],
});
