import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  inRegion,
  type Lab,
  makeGroup,
  makeHost,
  makeSubnet,
  makeVpc,
  openLab,
  TO_INTERNET,
} from '../support/aws-lab.ts';
import { describeWithEmulator, exposureIn } from '../support/emulator.ts';
import { reportIn } from '../support/printed.ts';
import { blockPublicAccessOff, startAwsProxy } from '../support/replay/aws-proxy.ts';
import type { LoopbackServer } from '../support/replay/front.ts';
import type { WireCall } from '../support/replay/wire-call.ts';

/** The emulator says that every region of AWS is enabled; this account enabled two. */
function supply(call: WireCall): unknown {
  if (call.call !== 'ec2:DescribeRegions') return blockPublicAccessOff(call);
  const regions = [
    { RegionName: 'us-east-1', OptInStatus: 'opt-in-not-required' },
    { RegionName: 'ap-south-1', OptInStatus: 'opt-in-not-required' },
    { RegionName: 'af-south-1', OptInStatus: 'not-opted-in' },
  ];
  const isAll = call.request['AllRegions'] === true;
  return { Regions: regions.filter(({ OptInStatus }) => isAll || OptInStatus !== 'not-opted-in') };
}

async function seedOllama(lab: Lab): Promise<string> {
  const vpc = await makeVpc(lab);
  const subnetId = await makeSubnet(lab, vpc, { number: 1, routes: TO_INTERNET });
  const group = await makeGroup(lab, vpc, 'ollama', ['tcp 11434 from 0.0.0.0/0']);
  const wish = { name: 'ollama', subnetId, groups: [group], type: 'g5.xlarge', publicIp: true } as const;
  return (await makeHost(lab, wish)).instanceId;
}

describeWithEmulator('several regions and accounts', (url) => {
  let first: Lab;
  let second: Lab;
  let proxy: LoopbackServer;
  const seeded: Record<string, string> = {};

  beforeAll(async () => {
    first = await openLab(url, '444455556666', 'us-east-1');
    second = await openLab(url, '555566667777', 'us-east-1');
    seeded['first'] = await seedOllama(first);
    seeded['first far'] = await seedOllama(inRegion(first, 'ap-south-1'));
    seeded['second'] = await seedOllama(second);
    proxy = await startAwsProxy({ upstream: url, supply });
  });
  afterAll(() => proxy.close());

  test('without a region, all that the account enabled are looked at, and no other', async () => {
    const seen = proxy.calls.length;
    const report = reportIn(await exposureIn(first, proxy.url, ['scan', '--cloud', 'aws', '--json']));
    expect(report.coverage.gaps).toEqual([]);
    expect(report.findings.map(({ endpoint }) => [endpoint.scope, endpoint.workload]).sort()).toEqual([
      ['444455556666/ap-south-1', seeded['first far']],
      ['444455556666/us-east-1', seeded['first']],
    ]);
    const regions = new Set(proxy.calls.slice(seen).map(({ region }) => region));
    expect([...regions].sort()).toEqual(['ap-south-1', 'us-east-1']);
  });

  test('each role that is named is another account in the same report', async () => {
    const roles = [first, second].flatMap(({ account }) => ['--assume-role', `arn:aws:iam::${account}:role/audit`]);
    const args = ['scan', '--cloud', 'aws', '--region', 'us-east-1', '--json', ...roles];
    const report = reportIn(await exposureIn(first, proxy.url, args));
    expect(report).toMatchObject({
      scopes: [{ account: '444455556666' }, { account: '555566667777' }],
      coverage: { gaps: [] },
    });
    expect(report.findings.map(({ endpoint }) => endpoint.workload).sort()).toEqual(
      [seeded['first'], seeded['second']].sort(),
    );
  });

  test('a region that the account has not enabled is a gap, not an empty answer', async () => {
    const args = ['scan', '--cloud', 'aws', '--region', 'us-east-1', '--region', 'af-south-1', '--json'];
    const printed = await exposureIn(first, proxy.url, [...args, '--fail-on', 'none']);
    expect(printed.code).toBe(5);
    const { findings, coverage } = reportIn(printed);
    expect(findings.map(({ endpoint }) => endpoint.workload)).toEqual([seeded['first']]);
    expect(new Set(coverage.gaps.map(({ scope, reason }) => `${scope} ${reason}`))).toEqual(
      new Set(['444455556666/af-south-1 disabled']),
    );
  });
});
