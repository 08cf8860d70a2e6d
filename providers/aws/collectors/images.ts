import { z } from 'zod';
import { defineCollector } from '../../../src/collect/collector.ts';
import { listOf, text } from '../../../src/collect/fields.ts';
import { images as kind } from '../records/images.ts';
import { instances } from '../records/instances.ts';
import type { AwsClients } from '../session.ts';
import { batchesOf, detailCall, distinct, EC2_PAGE, question, recordsOf } from './list-call.ts';

/** The most values that a filter takes. */
const IDS_A_CALL = 200;

/** Only the ids are wanted, of what may be many thousand machines. */
const imageIds = {
  ...instances,
  record: z.object({ Instances: listOf(z.object({ ImageId: text })) }),
};

export const images = defineCollector<AwsClients>({
  id: 'aws/images',
  question: 'Which machine images were the machines started from?',
  after: ['aws/instances'],
  calls: [
    detailCall(
      kind,
      (known) => {
        const machines = recordsOf(imageIds, known).flatMap(({ Instances }) => Instances);
        return batchesOf(distinct(machines.map(({ ImageId }) => ImageId)), IDS_A_CALL);
      },
      (ids) => {
        // A filter passes over images that are gone; asking by id would refuse the whole batch.
        const Filters = [{ Name: 'image-id', Values: [...ids] }];
        return question({ Filters }, ({ ec2 }, NextToken, options) =>
          ec2.describeImages({ Filters, IncludeDeprecated: true, MaxResults: EC2_PAGE, NextToken }, options),
        );
      },
    ),
  ],
});
