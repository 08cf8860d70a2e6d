import { z } from 'zod';
import { id, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';

export const Region = z.object({ RegionName: id, OptInStatus: text });
export type Region = z.output<typeof Region>;

export const regions = defineRecord({
  call: 'ec2:DescribeRegions',
  list: 'Regions',
  record: Region,
  permission: 'ec2:DescribeRegions',
});
