import { trace } from '../../../src/convert/traces.ts';
import type { Trace } from '../../../src/model/trace.ts';
import { type Image, images } from '../records/images.ts';
import { type Instance, instances } from '../records/instances.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import { type SecurityGroup, securityGroups } from '../records/security-groups.ts';
import type { Tag } from '../records/tag.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';

/** Its own name is what its owner says that it is. */
const OF_ITSELF = 1;
/** A bare host speaks of what runs on it, and of whatever else does. */
const OF_THE_HOST = 0.6;
/** A security group is often shared by several machines. */
const OF_THE_GROUP = 0.3;

/** What the control plane tells of the software on an instance. */
export function instanceTraces(context: Context, place: Place, instance: Instance): readonly Trace[] {
  const { InstanceType, ImageId, IamInstanceProfile, Tags } = instance;
  const image = ImageId === undefined ? undefined : context.estate.find(place, (near) => near.images.get(ImageId));
  const profile = IamInstanceProfile?.Arn?.split('/').at(-1);
  return [
    ...tagTraces(Tags, `${instances.call} Tags`),
    ...trace('accelerator', InstanceType, `${instances.call} InstanceType`, OF_THE_HOST),
    ...trace('name', profile, `${instances.call} IamInstanceProfile`, OF_THE_HOST),
    ...(image === undefined ? [] : imageTraces(image.record)),
  ];
}

/** What an interface tells of whatever it belongs to: services describe theirs. */
export function interfaceTraces({ Description, TagSet }: NetworkInterface, call: string): readonly Trace[] {
  return [...trace('name', Description, `${call} Description`, OF_THE_HOST), ...tagTraces(TagSet, `${call} TagSet`)];
}

/** The names of groups and the words of their rules: made once for each group, which many machines share. */
export function groupTraces(context: Context, place: Place, groupIds: readonly string[]): readonly Trace[] {
  const ids = groupIds.length < 2 ? groupIds : [...new Set(groupIds)].sort();
  return ids.flatMap((id) => context.traces(place, id, () => tracesOfGroup(context, place, id)));
}

function tracesOfGroup({ estate }: Context, place: Place, id: string): readonly Trace[] {
  const row = estate.find(place, (near) => near.securityGroups.get(id));
  if (row === undefined) return [];
  return [
    ...trace('name', row.record.GroupName, `${securityGroups.call} GroupName`, OF_THE_GROUP),
    ...descriptionsOf(row.record).flatMap((text) =>
      trace('name', text, `${securityGroups.call} Description`, OF_THE_GROUP),
    ),
  ];
}

function imageTraces({ ImageOwnerAlias, OwnerId, Name }: Image): readonly Trace[] {
  const owner = ImageOwnerAlias ?? OwnerId;
  if (Name === undefined || owner === undefined) return [];
  return trace('machine-image', `${owner}/${Name}`, `${images.call} Name`, OF_THE_HOST);
}

/** The tag `Name` speaks for itself; of any other the key matters too. */
function tagTraces(tags: readonly Tag[], source: string): readonly Trace[] {
  return tags
    .toSorted((a, b) => (a.Key < b.Key ? -1 : 1))
    .flatMap(({ Key, Value }) =>
      Key === 'Name'
        ? trace('name', Value, source, OF_ITSELF)
        : trace('name', `${Key}=${Value ?? ''}`, source, OF_THE_HOST),
    );
}

function descriptionsOf({ IpPermissions }: SecurityGroup): readonly string[] {
  const sources = IpPermissions.flatMap(({ IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }) => [
    ...IpRanges,
    ...Ipv6Ranges,
    ...PrefixListIds,
    ...UserIdGroupPairs,
  ]);
  const words = sources.map(({ Description }) => Description).filter((word) => word !== undefined);
  return [...new Set(words)].sort();
}
