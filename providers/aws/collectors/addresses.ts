import { defineCollector } from '../../../src/collect/collector.ts';
import { addresses as kind } from '../records/addresses.ts';
import type { AwsClients } from '../session.ts';
import { listCall } from './list-call.ts';

export const addresses = defineCollector<AwsClients>({
  id: 'aws/addresses',
  question: 'Which elastic addresses are there?',
  after: [],
  // This call has no pages.
  calls: [listCall(kind, ({ ec2 }, _, options) => ec2.describeAddresses({}, options))],
});
