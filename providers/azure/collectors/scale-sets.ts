import { z } from 'zod';
import type { Collector, Known } from '../../../src/collect/collector.ts';
import { text } from '../../../src/collect/fields.ts';
import { shape } from '../records/arm.ts';
import { scaleSetInterfaces } from '../records/network-interfaces.ts';
import { scaleSetAddresses } from '../records/public-ip-addresses.ts';
import { scaleSets } from '../records/virtual-machines.ts';
import type { AzureScope } from './azure-scope.ts';
import { perParent, recordsOf } from './per-parent.ts';

/** What the instances of uniform scale sets have is in no list of the subscription, and not in Resource Graph. */
export const SCALE_SET_DETAILS: readonly Collector<AzureScope>[] = [
  perParent({
    kind: scaleSetInterfaces,
    question: 'Which network interfaces do the instances of uniform scale sets have?',
    after: [scaleSets],
    parents: uniformSets,
    ask: async ({ session, subscription }, { resourceGroup, names: [name = ''] }, page) => {
      const { networkInterfaces } = await session.network(subscription);
      return session.rawPage(networkInterfaces.listVirtualMachineScaleSetNetworkInterfaces(resourceGroup, name), page);
    },
  }),
  perParent({
    kind: scaleSetAddresses,
    question: 'Which public addresses do the instances of uniform scale sets have?',
    after: [scaleSets],
    parents: uniformSets,
    ask: async ({ session, subscription }, { resourceGroup, names: [name = ''] }, page) => {
      const { publicIPAddresses } = await session.network(subscription);
      return session.rawPage(publicIPAddresses.listVirtualMachineScaleSetPublicIPAddresses(resourceGroup, name), page);
    },
  }),
];

const modes = {
  ...scaleSets,
  record: z.object({ id: z.string(), properties: shape({ orchestrationMode: text }) }),
};

/** Instances of a flexible set are machines like any other. A set that does not say its mode is an older, uniform one. */
function uniformSets(known: Known): readonly string[] {
  const sets = recordsOf(modes, known);
  return sets.filter(({ properties }) => !/^flexible$/i.test(properties.orchestrationMode ?? '')).map(({ id }) => id);
}
