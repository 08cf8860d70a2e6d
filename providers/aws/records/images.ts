import { z } from 'zod';
import { id, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';

export const Image = z.object({
  ImageId: id,
  Name: text,
  OwnerId: text,
  ImageOwnerAlias: text,
  Description: text,
});
export type Image = z.output<typeof Image>;

export const images = defineRecord({
  call: 'ec2:DescribeImages',
  list: 'Images',
  record: Image,
  permission: 'ec2:DescribeImages',
});
