import { z } from 'zod';
import { listOf, text } from '../../../src/collect/fields.ts';
import { shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

export const Subscription = shape({
  id: text,
  subscriptionId: z.string().min(1),
  displayName: text,
  state: text,
  tenantId: text,
  managedByTenants: listOf(shape({ tenantId: text })),
});
export type Subscription = z.output<typeof Subscription>;

/** Asked once, of nobody's subscription in particular: a failure of it may hide whole subscriptions. */
export const subscriptions = listedType('Microsoft.Resources/subscriptions', Subscription, false);
