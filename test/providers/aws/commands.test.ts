import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COLLECTORS } from '../../../providers/aws/collectors/index.ts';
import { printCommands } from '../../../providers/aws/commands.ts';
import { cut } from '../../../providers/aws/cut.ts';
import { recognise } from '../../../providers/aws/recognise.ts';
import { loadAnswers } from '../../../src/collect/load.ts';

const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const balancer = `${arn}:loadbalancer/app/web/0123456789abcdef`;
const group = `${arn}:targetgroup/web/0123456789abcdef`;
const listener = `${arn}:listener/app/web/0123456789abcdef/aaaa`;

/** Stands in for the command line: prints ids where a query asks for text, JSON otherwise, and refuses one call. */
const FAKE_AWS = `#!/bin/sh
operation="$2"
case "$*" in
  *"sts get-caller-identity"*) echo 111122223333; exit ;;
  *"ec2 describe-regions"*) printf 'eu-west-1\\tus-east-1\\n'; exit ;;
  *"--output text"*)
    case "$*" in *us-east-1*) echo None; exit ;; esac
    case "$operation" in
      describe-load-balancers) echo '${balancer}' ;;
      describe-target-groups) echo '${group}' ;;
      describe-listeners) echo '${listener}' ;;
      describe-security-groups) printf 'pl-1\\tpl-2\\n' ;;
      describe-route-tables) printf 'None\\npl-2\\n' ;;
      describe-instances) printf 'ami-1\\tami-2\\n' ;;
    esac
    exit ;;
esac
case "$1 $operation" in
  "ec2 describe-network-acls") echo 'An error occurred (UnauthorizedOperation)' >&2; exit 254 ;;
  "ec2 describe-vpc-block-public-access-options") echo '{"VpcBlockPublicAccessOptions":{"State":"default-state"}}'; exit ;;
  "elb describe-load-balancers") echo '{"LoadBalancerDescriptions":[]}'; exit ;;
  "ec2 describe-instances") echo '{"Reservations":[]}'; exit ;;
  *-attributes) echo '{"Attributes":[]}'; exit ;;
  *describe-target-health) echo '{"TargetHealthDescriptions":[]}'; exit ;;
  *describe-tags) echo '{"TagDescriptions":[]}'; exit ;;
  *get-managed-prefix-list-entries) echo '{"Entries":[]}'; exit ;;
  *describe-managed-prefix-lists) echo '{"PrefixLists":[]}'; exit ;;
  *describe-vpc-block-public-access-exclusions) echo '{"VpcBlockPublicAccessExclusions":[]}'; exit ;;
esac
# What is left prints a list that is called after the operation: describe-nat-gateways, NatGateways.
name=$(echo "$operation" | sed -e 's/^describe-//' | awk -F- '{ for (i = 1; i <= NF; i++) printf "%s%s", toupper(substr($i, 1, 1)), substr($i, 2) }')
echo "{\\"$name\\":[]}"
`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exposure-commands-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the printed commands', () => {
  test('make a folder that is read back, each call with its account, region and resource', async () => {
    const { stderr } = await run();
    const { answers, warnings } = await loadAnswers(join(folder, 'out'), [{ recognise, cut, owns: () => true }]);
    expect(warnings).toEqual([]);
    expect(stderr).toContain('not read in eu-west-1: aws ec2 describe-network-acls');
    const here = answers.filter(({ region }) => region === 'eu-west-1');
    const there = answers.filter(({ region }) => region === 'us-east-1');
    const calls = COLLECTORS.flatMap((collector) => collector.calls.map(({ call }) => call));
    const expected = new Set(calls.filter((call) => call !== 'ec2:DescribeNetworkAcls'));
    expect(new Set(here.map(({ call }) => call))).toEqual(expected);
    expect(there).toHaveLength(17);
    expect(new Set(answers.map(({ account }) => account))).toEqual(new Set(['111122223333']));
    const asked = here.flatMap(({ call, request = {} }) => Object.values(request).map((id) => `${call} ${String(id)}`));
    expect(asked.sort()).toEqual([
      'ec2:GetManagedPrefixListEntries pl-1',
      'ec2:GetManagedPrefixListEntries pl-2',
      `elbv2:DescribeListeners ${balancer}`,
      `elbv2:DescribeLoadBalancerAttributes ${balancer}`,
      `elbv2:DescribeRules ${listener}`,
      `elbv2:DescribeTargetGroupAttributes ${group}`,
      `elbv2:DescribeTargetHealth ${group}`,
    ]);
  });

  test('never change anything: every command reads', () => {
    const commands = printCommands().flatMap((line) => [...line.matchAll(/\baws (?:ec2|elbv2|elb|sts) ([a-z-]+)/g)]);
    const verbs = new Set(commands.map(([, operation = '']) => operation.split('-')[0]));
    expect([...verbs].sort()).toEqual(['describe', 'get']);
  });
});

async function run(): Promise<{ readonly stderr: string }> {
  const script = join(folder, 'collect.sh');
  await writeFile(join(folder, 'aws'), FAKE_AWS);
  await chmod(join(folder, 'aws'), 0o755);
  await writeFile(script, `${printCommands().join('\n')}\n`);
  const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
  return promisify(execFile)('sh', [script, join(folder, 'out')], { env: { PATH } });
}
