import { defineCollector } from '../../../src/collect/collector.ts';
import { instances as kind } from '../records/instances.ts';
import type { AwsClients } from '../session.ts';
import { EC2_PAGE, listCall } from './list-call.ts';

export const instances = defineCollector<AwsClients>({
  id: 'aws/instances',
  question: 'Which machines are there, of which type, and are they running?',
  after: [],
  calls: [
    listCall(kind, ({ ec2 }, NextToken, options) =>
      ec2.describeInstances({ MaxResults: EC2_PAGE, NextToken }, options),
    ),
  ],
});
