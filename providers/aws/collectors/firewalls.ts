import { defineCollector } from '../../../src/collect/collector.ts';
import { networkAcls } from '../records/network-acls.ts';
import { securityGroupRules, securityGroups } from '../records/security-groups.ts';
import type { AwsClients } from '../session.ts';
import { EC2_PAGE, listCall } from './list-call.ts';

export const firewalls = defineCollector<AwsClients>({
  id: 'aws/firewalls',
  question: 'What do the security groups and network ACLs let in?',
  after: [],
  calls: [
    listCall(securityGroups, ({ ec2 }, NextToken, options) =>
      ec2.describeSecurityGroups({ MaxResults: EC2_PAGE, NextToken }, options),
    ),
    listCall(securityGroupRules, ({ ec2 }, NextToken, options) =>
      ec2.describeSecurityGroupRules({ MaxResults: EC2_PAGE, NextToken }, options),
    ),
    listCall(networkAcls, ({ ec2 }, NextToken, options) =>
      ec2.describeNetworkAcls({ MaxResults: EC2_PAGE, NextToken }, options),
    ),
  ],
});
