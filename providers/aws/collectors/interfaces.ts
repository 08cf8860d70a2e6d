import { defineCollector } from '../../../src/collect/collector.ts';
import { networkInterfaces } from '../records/network-interfaces.ts';
import type { AwsClients } from '../session.ts';
import { EC2_PAGE, listCall } from './list-call.ts';

export const interfaces = defineCollector<AwsClients>({
  id: 'aws/interfaces',
  question: 'Which network interfaces are there, with which addresses and security groups?',
  after: [],
  calls: [
    listCall(networkInterfaces, ({ ec2 }, NextToken, options) =>
      ec2.describeNetworkInterfaces({ MaxResults: EC2_PAGE, NextToken }, options),
    ),
  ],
});
