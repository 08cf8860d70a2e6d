import { z } from 'zod';
import { id, text } from '../../../src/collect/fields.ts';
import { defineRecord } from '../../../src/collect/record-kind.ts';

/** `OwnerId` is `AWS` for the lists of AWS services. */
export const ManagedPrefixList = z.object({
  PrefixListId: id,
  PrefixListName: text,
  AddressFamily: text,
  OwnerId: text,
});
export type ManagedPrefixList = z.output<typeof ManagedPrefixList>;

export const managedPrefixLists = defineRecord({
  call: 'ec2:DescribeManagedPrefixLists',
  list: 'PrefixLists',
  record: ManagedPrefixList,
  permission: 'ec2:DescribeManagedPrefixLists',
});

const PrefixListEntry = z.object({ Cidr: id });

export const prefixListEntries = defineRecord({
  call: 'ec2:GetManagedPrefixListEntries',
  list: 'Entries',
  record: PrefixListEntry,
  permission: 'ec2:GetManagedPrefixListEntries',
  requestField: 'PrefixListId',
});
