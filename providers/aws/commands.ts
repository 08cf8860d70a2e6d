import { COLLECTORS } from './collectors/index.ts';
import { dumpFileName, kebabOf } from './dump-name.ts';
import { images } from './records/images.ts';
import { listenerRules, listeners } from './records/listeners.ts';
import { loadBalancerAttributes, loadBalancers, loadBalancerTags } from './records/load-balancers.ts';
import { prefixListEntries } from './records/prefix-lists.ts';
import { targetGroupAttributes, targetGroups, targetHealth } from './records/target-groups.ts';

/** How the ids are found that a call is made for, one after the other. */
interface Loop {
  readonly call: string;
  readonly flag: string;
  /** Prints the ids, one or more a line. */
  readonly ids: string;
}

const LOAD_BALANCER_ARNS = idsOf(loadBalancers.call, 'LoadBalancers[].LoadBalancerArn');
const TARGET_GROUP_ARNS = idsOf(targetGroups.call, 'TargetGroups[].TargetGroupArn');
const REFERRED_LISTS = [
  idsOf('ec2:DescribeSecurityGroups', 'SecurityGroups[].IpPermissions[].PrefixListIds[].PrefixListId'),
  idsOf('ec2:DescribeRouteTables', 'RouteTables[].Routes[].DestinationPrefixListId'),
].join('; ');

/** Every call that is made per resource. Simpler than collecting: it asks about all of them, not only those that matter. */
const LOOPS: readonly Loop[] = [
  { call: prefixListEntries.call, flag: '--prefix-list-id', ids: `{ ${REFERRED_LISTS}; } | sort -u` },
  { call: loadBalancerAttributes.call, flag: '--load-balancer-arn', ids: LOAD_BALANCER_ARNS },
  { call: loadBalancerTags.call, flag: '--resource-arns', ids: LOAD_BALANCER_ARNS },
  { call: targetHealth.call, flag: '--target-group-arn', ids: TARGET_GROUP_ARNS },
  { call: targetGroupAttributes.call, flag: '--target-group-arn', ids: TARGET_GROUP_ARNS },
  { call: listeners.call, flag: '--load-balancer-arn', ids: LOAD_BALANCER_ARNS },
];

/** Listeners can only be listed load balancer by load balancer, so their rules take two loops. */
const LISTENER_ARNS = `for arn in $(${LOAD_BALANCER_ARNS}); do ${idsOf(`${listeners.call} --load-balancer-arn "$arn"`, 'Listeners[].ListenerArn')}; done`;

/**
 * A shell script that makes a folder which is read like a collection: `<account>/<region>/<service>-<operation>.json`.
 *
 * The resource of a call that is made per resource follows in the name, with `%3A` for a colon and `%2F` for a slash.
 * What may not be read is named on the screen and left out, which makes it a gap.
 */
export function printCommands(): readonly string[] {
  const looped = new Set([...LOOPS.map(({ call }) => call), listenerRules.call, images.call]);
  const calls = new Set(COLLECTORS.flatMap((collector) => collector.calls.map(({ call }) => call)));
  const lists = [...calls].filter((call) => !looped.has(call));
  return [
    ...PREAMBLE,
    'for region in $(aws ec2 describe-regions --query "Regions[].RegionName" --output text); do',
    '  dir="$out/$account/$region"',
    '  mkdir -p "$dir"',
    ...lists.map((call) => `  save ${dumpFileName(call)} ${cliOf(call)}`),
    ...LOOPS.flatMap(linesOf),
    ...linesOf({ call: listenerRules.call, flag: '--listener-arn', ids: LISTENER_ARNS }),
    ...imageLines(),
    'done',
  ];
}

const PREAMBLE: readonly string[] = [
  '#!/bin/sh',
  '# Reads the network settings of an AWS account into a folder. Changes nothing. Usage: sh collect-aws.sh [FOLDER]',
  'set -u',
  'out="${1:-exposure-aws}"',
  'account=$(aws sts get-caller-identity --query Account --output text) || exit 1',
  '# Names a file after a call and a resource.',
  `encoded() { printf '%s' "$1" | sed -e 's/%/%25/g' -e 's/:/%3A/g' -e 's|/|%2F|g'; }`,
  '# Keeps an answer only if it is whole.',
  'save() {',
  '  file="$dir/$1.json"; shift',
  '  if "$@" --region "$region" --output json > "$file.part"; then mv "$file.part" "$file"',
  '  else rm -f "$file.part"; echo "not read in $region: $*" >&2; fi',
  '}',
  '# Prints ids, one a line.',
  `ids() { "$@" --region "$region" --output text | tr '\\t' '\\n' | grep -v '^None$'; }`,
];

function linesOf({ call, flag, ids }: Loop): readonly string[] {
  return [
    `  for id in $(${ids}); do`,
    `    save "${dumpFileName(call)}.$(encoded "$id")" ${cliOf(call)} ${flag} "$id"`,
    '  done',
  ];
}

/** The images of machines, a hundred at a time; a filter passes over images that are gone. */
function imageLines(): readonly string[] {
  const found = idsOf('ec2:DescribeInstances', 'Reservations[].Instances[].ImageId');
  return [
    `  ${found} | sort -u | xargs -n 100 | grep . | tr ' ' ',' | while read -r list; do`,
    `    save "${dumpFileName(images.call)}.$(printf '%s' "$list" | cut -c 1-21)" ${cliOf(images.call)} --include-deprecated --filters "Name=image-id,Values=$list"`,
    '  done',
  ];
}

function idsOf(call: string, query: string): string {
  const [command = '', ...flags] = call.split(' ');
  return ['ids', cliOf(command), ...flags, '--query', `'${query}'`].join(' ');
}

/** `aws elbv2 describe-target-health`. The service in a call is the command line's own name for it. */
function cliOf(call: string): string {
  const [service = '', operation = ''] = call.split(':');
  return `aws ${service} ${kebabOf(operation)}`;
}
