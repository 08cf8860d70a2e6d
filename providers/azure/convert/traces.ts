import { once } from '../../../src/convert/interner.ts';
import type { Row } from '../../../src/convert/table.ts';
import { trace } from '../../../src/convert/traces.ts';
import type { Trace } from '../../../src/model/trace.ts';
import { armKey, nameIn } from '../arm-id.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import { applicationSecurityGroups, networkSecurityGroups } from '../records/network-security-groups.ts';
import { type ScaleSet, scaleSets, type VirtualMachine, virtualMachines } from '../records/virtual-machines.ts';
import type { Context } from './context.ts';
import { subnetById } from './network/networks.ts';

/** Its own name is what its owner says that it is. */
const OF_ITSELF = 1;
/** A bare host speaks of what runs on it, and of whatever else does. */
const OF_THE_HOST = 0.6;
/** A group is often shared by several machines. */
const OF_THE_GROUP = 0.3;

/** What the control plane tells of the software on a machine. */
export function machineTraces({ id, name, tags, plan, properties }: VirtualMachine): readonly Trace[] {
  const { hardwareProfile, storageProfile, virtualMachineScaleSet: set } = properties;
  const { call } = virtualMachines;
  return [
    ...trace('name', name ?? nameIn(id), `${call} name`, OF_ITSELF),
    ...tagTraces(tags, `${call} tags`),
    ...trace('accelerator', hardwareProfile?.vmSize, `${call} hardwareProfile.vmSize`, OF_THE_HOST),
    ...imageTraces(storageProfile?.imageReference, plan, call),
    ...trace('name', set?.id === undefined ? undefined : nameIn(set.id), `${call} virtualMachineScaleSet`, OF_THE_HOST),
  ];
}

/** The same of the instances of a scale set, which are all alike. */
export function scaleSetTraces({ id, name, tags, sku, plan, properties }: ScaleSet): readonly Trace[] {
  const { call } = scaleSets;
  return [
    ...trace('name', name ?? nameIn(id), `${call} name`, OF_ITSELF),
    ...tagTraces(tags, `${call} tags`),
    ...trace('accelerator', sku?.name, `${call} sku.name`, OF_THE_HOST),
    ...imageTraces(properties.virtualMachineProfile?.storageProfile?.imageReference, plan, call),
  ];
}

/** What an interface tells of whatever it belongs to. */
export function interfaceTraces({ id, name, tags }: NetworkInterface, call: string): readonly Trace[] {
  return [...trace('name', name ?? nameIn(id), `${call} name`, OF_THE_HOST), ...tagTraces(tags, `${call} tags`)];
}

/** Tags, the key included: it often says more than the value. */
export function tagTraces(tags: Readonly<Record<string, string>>, source: string): readonly Trace[] {
  return Object.entries(tags).flatMap(([key, value]) => trace('name', `${key}=${value}`, source, OF_THE_HOST));
}

/** The names of the groups that an interface is in, and of their own rules. */
export function groupTraces(context: Context, rows: readonly Row<NetworkInterface>[]): readonly Trace[] {
  const ids = new Map<string, string>();
  for (const { record } of rows) {
    const { networkSecurityGroup, ipConfigurations } = record.properties;
    const subnets = ipConfigurations.map(({ properties }) => subnetById(context, properties.subnet?.id)?.subnet);
    const groups = [networkSecurityGroup, ...subnets.map((subnet) => subnet?.properties.networkSecurityGroup)];
    const members = ipConfigurations.flatMap(({ properties }) => properties.applicationSecurityGroups);
    for (const ref of [...groups, ...members]) if (ref?.id !== undefined) ids.set(armKey(ref.id), ref.id);
  }
  const keys = [...ids.keys()].sort();
  return once(context.made(knownTraces), keys.join(), () => {
    return keys.flatMap((key) => tracesOfGroup(context, ids.get(key) ?? key));
  });
}

/** Made once for each set of groups, which many machines share. */
function knownTraces(): Map<string, readonly Trace[]> {
  return new Map();
}

function tracesOfGroup({ estate }: Context, id: string): readonly Trace[] {
  const members = estate.find(applicationSecurityGroups, id);
  const group = estate.find(networkSecurityGroups, id);
  const { call } = /\/applicationSecurityGroups\//i.test(id) ? applicationSecurityGroups : networkSecurityGroups;
  const name = members?.record.name ?? group?.record.name ?? nameIn(id);
  const rules = (group?.record.properties.securityRules ?? []).filter(
    ({ properties }) => properties.direction?.toLowerCase() !== 'outbound',
  );
  const names = [...new Set(rules.flatMap((rule) => rule.name ?? []))].sort();
  return [
    ...trace('name', name, `${call} name`, OF_THE_GROUP),
    ...names.flatMap((rule) => trace('name', rule, `${call} securityRules.name`, OF_THE_GROUP)),
  ];
}

type Image = NonNullable<NonNullable<VirtualMachine['properties']['storageProfile']>['imageReference']>;

/** An image of the marketplace is told by who publishes it; one's own by its name, and by the plan that it was made of. */
function imageTraces(image: Image | undefined, plan: VirtualMachine['plan'], call: string): readonly Trace[] {
  const listed = namesOf([image?.publisher, image?.offer, image?.sku]);
  const made = namesOf([plan?.publisher, plan?.product, plan?.name]);
  const own = galleryName(image?.communityGalleryImageId ?? image?.sharedGalleryImageId ?? image?.id);
  const names = [listed ?? own, made].filter((text) => text !== undefined);
  const source = `${call} storageProfile.imageReference`;
  return [...new Set(names)].flatMap((text) => trace('machine-image', text, source, OF_THE_HOST));
}

function namesOf(words: readonly (string | undefined)[]): string | undefined {
  const [publisher] = words;
  return publisher === undefined ? undefined : words.filter((word) => word !== undefined).join(':');
}

/** `…/galleries/shared/images/chat/versions/1.0.0` is the image `chat`. */
function galleryName(id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  return /\/images\/([^/]+)/i.exec(id)?.[1] ?? nameIn(id);
}
