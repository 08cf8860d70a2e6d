import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cut } from '../../../providers/aws/cut.ts';
import { RECORDS } from '../../../providers/aws/records/index.ts';
import type { Answer } from '../../../src/collect/answer.ts';
import { askPage, askPages, sdkClients } from './ask-sdk.ts';
import { EXAMPLES } from './examples.ts';
import type { LoopbackServer } from './front.ts';
import { startReplayServer } from './replay-server.ts';
import { accessKeyFor } from './wire-call.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const STAMP = { account: ACCOUNT, region: REGION, at: '2026-11-01T08:00:00Z' };

function answer(call: string, response: unknown, more: Partial<Answer> = {}): Answer {
  return { call, ...STAMP, response, ...more };
}

function clientsOf({ url }: LoopbackServer, { account = ACCOUNT, region = REGION } = {}) {
  return sdkClients(url, region, { accessKeyId: accessKeyFor(account), secretAccessKey: 'example' });
}

async function withServer<T>(
  settings: Parameters<typeof startReplayServer>[0],
  work: (server: LoopbackServer) => Promise<T>,
): Promise<T> {
  const server = await startReplayServer(settings);
  return work(server).finally(() => server.close());
}

describe('what goes in comes out of the real SDK', () => {
  let server: LoopbackServer;
  beforeAll(async () => {
    const answers = EXAMPLES.map(({ call, request, response }) =>
      answer(call, response, request === undefined ? {} : { request }),
    );
    server = await startReplayServer({ answers });
  });
  afterAll(() => server.close());

  test('there is an example of every call that we make', () => {
    expect(EXAMPLES.map(({ call }) => call).sort()).toEqual(RECORDS.map(({ call }) => call).sort());
  });

  test.for(EXAMPLES)('$call', async ({ call, request = {}, response }) => {
    expect(await askPage(clientsOf(server), call, request)).toEqual(response);
  });
});

/** Real answers, where the machine has them; they are nobody's to publish. */
const RECORDINGS = new URL('../../../../shared/recordings/aws/', import.meta.url);
const Recordings = z.array(z.object({ status: z.number(), response: z.record(z.string(), z.unknown()) }));

const RecordedTime = z.object({
  __class__: z.literal('datetime'),
  ...{ year: z.number(), month: z.number(), day: z.number() },
});

/** The recordings hold times taken apart. None is a field that we read, so the day suffices. */
function readTime(_: string, value: unknown): unknown {
  const time = RecordedTime.safeParse(value);
  return time.success ? new Date(Date.UTC(time.data.year, time.data.month - 1, time.data.day)).toISOString() : value;
}

describe.skipIf(!existsSync(RECORDINGS))('real answers survive the wire in all that we read of them', () => {
  const kinds = RECORDS.flatMap((kind) => {
    const [service = '', action = ''] = kind.call.split(':');
    const file = `${service === 'ec2' ? 'ec2' : 'elasticloadbalancing'}.${action}.json`;
    return existsSync(RECORDINGS) && readdirSync(RECORDINGS).includes(file) ? [{ ...kind, file }] : [];
  });

  test.for(kinds)('$call', async ({ call, list, file }) => {
    const recorded = Recordings.parse(JSON.parse(readFileSync(new URL(file, RECORDINGS), 'utf8'), readTime));
    // Both kinds of Elastic Load Balancing have a call of this name, and the recordings do not tell them apart.
    const isClassic = (response: object) =>
      call === 'elbv2:DescribeTags' && /LoadBalancerName/.test(JSON.stringify(response));
    const good = recorded.filter(({ status, response }) => status < 300 && list in response && !isClassic(response));
    expect(good.length).toBeGreaterThan(0);
    for (const { response } of good) {
      const given = answer(call, response);
      await withServer({ answers: [given] }, async (server) => {
        const pages = await askPages(clientsOf(server), call, {});
        expect(pages).toHaveLength(1);
        expect(cut(answer(call, pages[0])).response).toEqual(cut(given).response);
      });
    }
  });
});

describe('pages', () => {
  const subnets = Array.from({ length: 23 }, (_, index) => ({ SubnetId: `subnet-${index}` }));
  const balancers = Array.from({ length: 3 }, (_, index) => ({ LoadBalancerArn: `arn:${index}` }));
  const answers = [
    answer('ec2:DescribeSubnets', { Subnets: subnets.slice(0, 20) }),
    answer('ec2:DescribeSubnets', { Subnets: subnets.slice(20) }),
    answer('elbv2:DescribeLoadBalancers', { LoadBalancers: balancers }),
    answer('elb:DescribeLoadBalancers', {
      LoadBalancerDescriptions: [{ LoadBalancerName: 'a' }, { LoadBalancerName: 'b' }],
    }),
    answer('ec2:DescribeAddresses', { Addresses: [{ PublicIp: '203.0.113.1' }, { PublicIp: '203.0.113.2' }] }),
  ];

  test.for([
    ['ec2:DescribeSubnets', { MaxResults: 10 }, [10, 10, 3], 'Subnets'],
    ['ec2:DescribeSubnets', {}, [23], 'Subnets'],
    ['elbv2:DescribeLoadBalancers', { PageSize: 2 }, [2, 1], 'LoadBalancers'],
    ['elb:DescribeLoadBalancers', { PageSize: 1 }, [1, 1], 'LoadBalancerDescriptions'],
    ['ec2:DescribeAddresses', {}, [2], 'Addresses'],
  ] as const)('%s %j', async ([call, request, sizes, list]) => {
    await withServer({ answers }, async (server) => {
      const pages = await askPages(clientsOf(server), call, request);
      expect(pages.map((page) => z.array(z.unknown()).parse(page[list]).length)).toEqual(sizes);
      expect(server.calls.map(({ token }) => token !== undefined)).toEqual(sizes.map((_, index) => index > 0));
    });
  });

  test('a small page size of the server pages whatever is asked', async () => {
    await withServer({ answers, pageSize: 1 }, async (server) => {
      expect(await askPages(clientsOf(server), 'elbv2:DescribeLoadBalancers', { PageSize: 400 })).toHaveLength(3);
    });
  });

  test.for([
    ['ec2:DescribeRouteTables', { MaxResults: 101 }],
    ['ec2:DescribeSubnets', { MaxResults: 1001 }],
    ['elbv2:DescribeLoadBalancers', { PageSize: 401 }],
  ] as const)('%s %j is refused, as AWS does', async ([call, request]) => {
    await withServer({ answers }, async (server) => {
      await expect(askPage(clientsOf(server), call, request)).rejects.toThrow('is not between');
    });
  });
});

describe('who asks, where, and about what', () => {
  const balancer = (arn: string) => ({ request: { LoadBalancerArn: arn } });
  const answers = [
    answer('ec2:DescribeVpcs', { Vpcs: [{ VpcId: 'vpc-here' }] }),
    answer('ec2:DescribeVpcs', { Vpcs: [{ VpcId: 'vpc-there' }] }, { region: 'us-east-1' }),
    answer('ec2:DescribeVpcs', { Vpcs: [{ VpcId: 'vpc-other' }] }, { account: '444455556666' }),
    answer('elbv2:DescribeListeners', { Listeners: [{ ListenerArn: 'arn:l1' }] }, balancer('arn:1')),
    answer('elbv2:DescribeListeners', { Listeners: [{ ListenerArn: 'arn:l2' }] }, balancer('arn:2')),
    answer('ec2:DescribeImages', { Images: [{ ImageId: 'ami-1' }, { ImageId: 'ami-2' }] }),
  ];

  test('the region and the account are those of the signature', async () => {
    await withServer({ answers }, async (server) => {
      const vpcs = (where: object) => askPage(clientsOf(server, where), 'ec2:DescribeVpcs', {});
      expect(await vpcs({})).toEqual({ Vpcs: [{ VpcId: 'vpc-here' }] });
      expect(await vpcs({ region: 'us-east-1' })).toEqual({ Vpcs: [{ VpcId: 'vpc-there' }] });
      expect(await vpcs({ account: '444455556666' })).toEqual({ Vpcs: [{ VpcId: 'vpc-other' }] });
      expect(server.calls.map(({ account, region }) => `${account}/${region}`)).toEqual([
        '111122223333/eu-west-1',
        '111122223333/us-east-1',
        '444455556666/eu-west-1',
      ]);
    });
  });

  test('a call about one resource gets the answer about that one, and none about another', async () => {
    await withServer({ answers }, async (server) => {
      const listeners = (arn: string) =>
        askPage(clientsOf(server), 'elbv2:DescribeListeners', { LoadBalancerArn: arn });
      expect(await listeners('arn:2')).toEqual({ Listeners: [{ ListenerArn: 'arn:l2' }] });
      await expect(listeners('arn:3')).rejects.toMatchObject({ name: 'AccessDenied' });
    });
  });

  test('ids and filters narrow an answer that holds more', async () => {
    await withServer({ answers }, async (server) => {
      const filters = { Filters: [{ Name: 'image-id', Values: ['ami-2', 'ami-9'] }] };
      expect(await askPage(clientsOf(server), 'ec2:DescribeImages', filters)).toEqual({
        Images: [{ ImageId: 'ami-2' }],
      });
      expect(await askPage(clientsOf(server), 'ec2:DescribeImages', { ImageIds: ['ami-1'] })).toEqual({
        Images: [{ ImageId: 'ami-1' }],
      });
    });
  });

  test('STS says who one is, and hands out roles of the accounts of the estate only', async () => {
    await withServer({ answers }, async (server) => {
      const { sts } = clientsOf(server);
      expect(await sts.getCallerIdentity({})).toMatchObject({ Account: ACCOUNT });
      const assume = (account: string) =>
        sts.assumeRole({ RoleArn: `arn:aws:iam::${account}:role/audit`, RoleSessionName: 'audit' });
      const { Credentials } = await assume('444455556666');
      expect(Credentials?.AccessKeyId).toBe(accessKeyFor('444455556666'));
      await expect(assume('777788889999')).rejects.toMatchObject({ name: 'AccessDenied' });
    });
  });
});

describe('errors and faults', () => {
  const refused = { status: 403, code: 'UnauthorizedOperation', message: 'no' };
  const answers = [
    answer('ec2:DescribeSubnets', { Subnets: [{ SubnetId: 'subnet-1' }] }),
    { call: 'ec2:DescribeVpcs', ...STAMP, error: refused },
    answer('ec2:DescribeNetworkAcls', { NetworkAcls: [{ NetworkAclId: 'acl-1' }] }),
    { call: 'ec2:DescribeNetworkAcls', ...STAMP, error: { ...refused, status: 503, code: 'RequestLimitExceeded' } },
    answer('elbv2:DescribeLoadBalancers', {
      LoadBalancers: [{ LoadBalancerArn: 'arn:1' }, { LoadBalancerArn: 'arn:2' }],
    }),
  ];

  test.for([
    ['ec2:DescribeVpcs', 'UnauthorizedOperation', 403, 'an error of the estate is answered as that error'],
    ['ec2:DescribeRouteTables', 'UnauthorizedOperation', 403, 'a call without an answer is denied'],
    ['elb:DescribeLoadBalancers', 'AccessDenied', 403, 'each service in its own words'],
  ] as const)('%s: %s %i: %s', async ([call, name, status]) => {
    await withServer({ answers }, async (server) => {
      await expect(askPage(clientsOf(server), call, {})).rejects.toMatchObject({
        name,
        $metadata: { httpStatusCode: status },
      });
    });
  });

  test('an error after some records comes with the page after them', async () => {
    await withServer({ answers }, async (server) => {
      const first = await askPage(clientsOf(server), 'ec2:DescribeNetworkAcls', {});
      expect(first['NetworkAcls']).toEqual([{ NetworkAclId: 'acl-1' }]);
      const second = askPage(clientsOf(server), 'ec2:DescribeNetworkAcls', { NextToken: first['NextToken'] });
      await expect(second).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
    });
  });

  test.for([
    ['denied', { name: 'UnauthorizedOperation', $metadata: { httpStatusCode: 403 } }],
    ['unauthenticated', { name: 'AuthFailure', $metadata: { httpStatusCode: 401 } }],
    ['throttled', { name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 } }],
    ['server-error', { name: 'InternalError', $metadata: { httpStatusCode: 500 } }],
    ['disabled-region', { name: 'OptInRequired' }],
    ['html', { message: expect.stringContaining('Deserialization') as string }],
    ['cut', { message: expect.stringContaining('Deserialization') as string }],
    ['truncated', { code: 'ECONNRESET' }],
    ['reset', { code: 'ECONNRESET' }],
  ] as const)('%s', async ([kind, error]) => {
    await withServer({ answers, faults: [{ kind, call: 'ec2:DescribeSubnets' }] }, async (server) => {
      await expect(askPage(clientsOf(server), 'ec2:DescribeSubnets', {})).rejects.toMatchObject(error);
      expect(server.calls).toMatchObject([{ call: 'ec2:DescribeSubnets', fault: kind }]);
    });
  });

  test('a fault of so many times is over then, and is no other call’s', async () => {
    const faults = [{ kind: 'throttled', call: 'ec2:DescribeSubnets', region: REGION, times: 2 }] as const;
    await withServer({ answers, faults }, async (server) => {
      const ask = () => askPage(clientsOf(server), 'ec2:DescribeSubnets', {});
      await expect(ask()).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
      await expect(ask()).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
      expect(await ask()).toEqual({ Subnets: [{ SubnetId: 'subnet-1' }] });
    });
  });

  test('torn chains: the same token for ever, or one that leads nowhere', async () => {
    const call = 'elbv2:DescribeLoadBalancers';
    await withServer({ answers, pageSize: 1, faults: [{ kind: 'repeated-token' }] }, async (server) => {
      const { NextMarker } = await askPage(clientsOf(server), call, {});
      expect(await askPage(clientsOf(server), call, { Marker: NextMarker })).toMatchObject({ NextMarker });
    });
    await withServer({ answers, pageSize: 1, faults: [{ kind: 'lost-token' }] }, async (server) => {
      await expect(askPages(clientsOf(server), call, {})).rejects.toMatchObject({ name: 'InvalidNextToken' });
    });
  });

  test('latency is added to each call', async () => {
    await withServer({ answers, latencyMs: 80 }, async (server) => {
      const started = performance.now();
      await askPage(clientsOf(server), 'ec2:DescribeSubnets', {});
      expect(performance.now() - started).toBeGreaterThanOrEqual(79);
    });
  });
});
