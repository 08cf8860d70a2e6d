import { defineCollector } from '../../../src/collect/collector.ts';
import { blockPublicAccessExclusions, blockPublicAccessOptions } from '../records/block-public-access.ts';
import type { AwsClients } from '../session.ts';
import { EC2_PAGE, listCall } from './list-call.ts';

export const blockPublicAccess = defineCollector<AwsClients>({
  id: 'aws/block-public-access',
  question: 'Does the account keep its VPCs from the internet, and with which exclusions?',
  after: [],
  calls: [
    listCall(blockPublicAccessOptions, ({ ec2 }, _, options) =>
      // One record and no pages.
      ec2.describeVpcBlockPublicAccessOptions({}, options),
    ),
    listCall(blockPublicAccessExclusions, ({ ec2 }, NextToken, options) =>
      ec2.describeVpcBlockPublicAccessExclusions({ MaxResults: EC2_PAGE, NextToken }, options),
    ),
  ],
});
