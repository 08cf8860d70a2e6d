import { defineCollector } from '../../../src/collect/collector.ts';
import { routeTables } from '../records/route-tables.ts';
import type { AwsClients } from '../session.ts';
import { listCall } from './list-call.ts';

/** This call's own limit, a tenth of the usual one. */
const ROUTE_TABLES_A_PAGE = 100;

export const routes = defineCollector<AwsClients>({
  id: 'aws/routes',
  question: 'Where do the route tables send traffic?',
  after: [],
  calls: [
    listCall(routeTables, ({ ec2 }, NextToken, options) =>
      ec2.describeRouteTables({ MaxResults: ROUTE_TABLES_A_PAGE, NextToken }, options),
    ),
  ],
});
