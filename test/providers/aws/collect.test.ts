import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { collect } from '../../../providers/aws/collect.ts';
import type { Answer } from '../../../src/collect/answer.ts';
import { CredentialsError, UsageError } from '../../../src/model/errors.ts';
import {
  awsError,
  collectAll,
  collectRequest,
  fakeAws,
  hurriedClock,
  type Reply,
  SILENCE,
  stubCredentials,
} from './fake-aws.ts';

beforeEach(() => {
  nock.disableNetConnect();
  stubCredentials();
});
afterEach(() => {
  nock.cleanAll();
  vi.unstubAllEnvs();
});

const REGIONS = ['eu-central-1', 'eu-west-1', 'us-east-1'];
const regions = REGIONS.map(
  (name) => `<item><regionName>${name}</regionName><optInStatus>opt-in-not-required</optInStatus></item>`,
);
const off = '<item><regionName>af-south-1</regionName><optInStatus>not-opted-in</optInStatus></item>';
const regionList = `<regionInfo>${regions.join('')}</regionInfo>`;

const vpc = (id: string): string => `<item><vpcId>${id}</vpcId><ownerId>111122223333</ownerId></item>`;

describe('collecting from AWS', () => {
  test('asks who we are and which regions there are, then each region once for each list', async () => {
    const seen = fakeAws(({ call }) => (call === 'ec2:DescribeRegions' ? regionList : undefined));
    const answers = await collectAll({ options: {} });
    expect(seen.slice(0, 2).map(({ call, region }) => `${call} ${region}`)).toEqual([
      'sts:GetCallerIdentity us-east-1',
      'ec2:DescribeRegions us-east-1',
    ]);
    const lists = seen.slice(2).map(({ call, region }) => `${region} ${call}`);
    expect(new Set(lists).size).toBe(lists.length);
    const each = REGIONS.map((name) => lists.filter((list) => list.startsWith(name)).length);
    expect(each).toEqual([18, 18, 18]);
    expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(answers).toHaveLength(55);
  });

  test('cuts an answer to the fields we read, and writes dates and scope as a file has them', async () => {
    const instance = `<instanceId>i-1</instanceId><launchTime>2026-01-01T00:00:00Z</launchTime><keyName>k</keyName>`;
    fakeAws(({ call }) =>
      call === 'ec2:DescribeInstances'
        ? `<reservationSet><item><ownerId>111122223333</ownerId><instancesSet><item>${instance}</item></instancesSet></item></reservationSet>`
        : undefined,
    );
    const answer = (await collectAll()).find(({ call }) => call === 'ec2:DescribeInstances');
    expect(JSON.parse(JSON.stringify(answer))).toEqual({
      call: 'ec2:DescribeInstances',
      account: '111122223333',
      region: 'eu-west-1',
      request: {},
      at: '2026-11-01T08:00:00.000Z',
      response: {
        Reservations: [
          { OwnerId: '111122223333', Instances: [{ InstanceId: 'i-1', NetworkInterfaces: [], Tags: [] }] },
        ],
      },
    });
  });

  test('fetches every page, each an answer, with the largest pages that a call allows', async () => {
    const seen = fakeAws(({ call, form }) => {
      if (call !== 'ec2:DescribeVpcs') return undefined;
      const token = form.get('NextToken');
      if (token === null) return `<vpcSet>${vpc('vpc-1')}</vpcSet><nextToken>two</nextToken>`;
      return token === 'two'
        ? `<vpcSet>${vpc('vpc-2')}</vpcSet><nextToken>three</nextToken>`
        : `<vpcSet>${vpc('vpc-3')}</vpcSet>`;
    });
    expect(vpcsOf(await collectAll())).toEqual(['vpc-1', 'vpc-2', 'vpc-3']);
    const sizes = new Map(seen.map(({ call, form }) => [call, form.get('MaxResults') ?? form.get('PageSize')]));
    expect(Object.fromEntries(sizes)).toMatchObject({
      'ec2:DescribeVpcs': '1000',
      'ec2:DescribeRouteTables': '100',
      'ec2:DescribeManagedPrefixLists': '100',
      'elbv2:DescribeLoadBalancers': '400',
      'elb:DescribeLoadBalancers': '400',
    });
  });

  const page = `<html><body>Bad Gateway<br></body></html>`;
  const one: Reply = `<vpcSet>${vpc('vpc-1')}</vpcSet>`;
  test.for([
    ['throttled, then answered', [awsError(503, 'RequestLimitExceeded'), awsError(400, 'Throttling'), one], 'ok', 3],
    ['told to wait, then answered', [{ status: 429, body: '', headers: { 'retry-after': '2' } }, one], 'ok', 2],
    ['throttled to the end', [awsError(503, 'RequestLimitExceeded')], 'throttled RequestLimitExceeded 503', 8],
    ['not permitted, as EC2 says it', [awsError(403, 'UnauthorizedOperation')], 'denied UnauthorizedOperation 403', 1],
    ['not permitted, as Elastic Load Balancing says it', [awsError(403, 'AccessDenied')], 'denied AccessDenied 403', 1],
    ['refused without a word', [{ status: 403, body: '' }], 'denied Http403 403', 1],
    ['not subscribed', [awsError(401, 'OptInRequired')], 'disabled OptInRequired 401', 1],
    ['an unknown action', [awsError(400, 'InvalidAction')], 'failed InvalidAction 400', 1],
    ['a server at fault, then answered', [awsError(500, 'InternalError'), one], 'ok', 2],
    ['a server at fault to the end', [awsError(500, 'InternalError')], 'failed InternalError 500', 3],
    ['a web page with status 500', [{ status: 500, body: page }], 'malformed Http500 500', 3],
    ['a web page with status 200', [{ status: 200, body: page }], 'malformed MalformedAnswer 200', 3],
    ['nothing with status 200', [{ status: 200, body: '' }], 'malformed MalformedAnswer 200', 3],
    [
      'a body that is cut off',
      [{ status: 200, body: '<DescribeVpcsResponse><vpcSet><item>' }],
      'malformed MalformedAnswer 200',
      3,
    ],
    ['a body that is no XML', [{ status: 200, body: '{"Vpcs":[]}' }], 'malformed MalformedAnswer 200', 3],
    ['a clock that is wrong, then put right', [awsError(403, 'RequestTimeTooSkewed'), one], 'ok', 2],
    ['a token that has expired meanwhile', [awsError(403, 'ExpiredToken')], 'denied ExpiredToken 403', 1],
    ['a connection that breaks, then answered', [broken('ECONNRESET'), one], 'ok', 2],
    ['a host that cannot be found', [broken('ENOTFOUND')], 'unreachable ENOTFOUND -', 3],
    ['no answer at all', [SILENCE], 'timed-out CallTimeout -', 3],
  ] as const)('%s', async ([, replies, expected, attempts]) => {
    const seen = fakeAws(({ call }, nth) =>
      call === 'ec2:DescribeVpcs' ? (replies[nth - 1] ?? replies.at(-1)) : undefined,
    );
    const answers = await collectAll();
    const [answer] = answers.filter(({ call }) => call === 'ec2:DescribeVpcs');
    const { reason, code, status } = answer?.error ?? {};
    expect(answer?.error === undefined ? 'ok' : `${reason} ${code} ${status ?? '-'}`).toBe(expected);
    expect(seen.filter(({ call }) => call === 'ec2:DescribeVpcs')).toHaveLength(attempts);
    // One failing call costs nothing else.
    expect(answers.filter(({ error }) => error !== undefined).length).toBe(expected === 'ok' ? 0 : 1);
    expect(answers).toHaveLength(18);
  });

  test('a record that does not fit is named, and its neighbours are kept', async () => {
    fakeAws(({ call }) =>
      call === 'ec2:DescribeVpcs' ? `<vpcSet>${vpc('vpc-1')}<item/>${vpc('vpc-3')}</vpcSet>` : undefined,
    );
    const answers = (await collectAll()).filter(({ call }) => call === 'ec2:DescribeVpcs');
    expect(vpcsOf(answers)).toEqual(['vpc-1', 'vpc-3']);
    expect(answers.map(({ error }) => error?.reason)).toEqual([undefined, 'malformed']);
    expect(answers[1]?.error?.message).toContain('Vpcs[1]: VpcId');
  });

  test('never shows what AWS encodes behind a refusal, nor a key', async () => {
    const message = 'User: arn:aws:iam::111122223333:user/a may not. Encoded authorization failure message: c2VjcmV0';
    const leak = `The key AKIAIOSFODNN7EXAMPLE is wrong.\nThe Canonical String was x-amz-security-token:s3cr3t`;
    fakeAws(({ call }) => {
      if (call === 'ec2:DescribeVpcs') return awsError(403, 'UnauthorizedOperation', message);
      return call === 'ec2:DescribeSubnets' ? awsError(403, 'SignatureDoesNotMatch', leak) : undefined;
    });
    const messages = (await collectAll()).flatMap(({ error }) => (error === undefined ? [] : [error.message]));
    expect(messages.sort()).toEqual([
      'The key (an access key) is wrong.',
      'User: arn:aws:iam::111122223333:user/a may not.',
    ]);
  });

  test('reads Block Public Access, options and exclusions', async () => {
    fakeAws(({ call }) => {
      if (call === 'ec2:DescribeVpcBlockPublicAccessOptions') {
        return '<vpcBlockPublicAccessOptions><state>update-complete</state><internetGatewayBlockMode>block-bidirectional</internetGatewayBlockMode></vpcBlockPublicAccessOptions>';
      }
      if (call !== 'ec2:DescribeVpcBlockPublicAccessExclusions') return undefined;
      return '<vpcBlockPublicAccessExclusionSet><item><exclusionId>vpcbpa-exclude-1</exclusionId><state>create-complete</state></item></vpcBlockPublicAccessExclusionSet>';
    });
    const answers = (await collectAll()).filter(({ call }) => call.includes('BlockPublicAccess'));
    expect(answers.map(({ response }) => JSON.stringify(response)).sort()).toEqual([
      '{"VpcBlockPublicAccessExclusions":[{"ExclusionId":"vpcbpa-exclude-1","State":"create-complete"}]}',
      '{"VpcBlockPublicAccessOptions":{"InternetGatewayBlockMode":"block-bidirectional","State":"update-complete"}}',
    ]);
  });

  test('a region that cannot be reached is given up soon, and the others are read', async () => {
    const seen = fakeAws(({ call, region }) => {
      if (call === 'ec2:DescribeRegions') return regionList;
      return region === 'eu-west-1' ? broken('ETIMEDOUT') : undefined;
    });
    const answers = await collectAll({ options: {} });
    const reasons = Map.groupBy(answers, ({ region, error }) => `${region} ${error?.reason ?? 'ok'}`);
    expect([...reasons].map(([name, { length }]) => `${name} ${length}`).sort()).toEqual([
      'eu-central-1 ok 18',
      'eu-west-1 unreachable 18',
      'us-east-1 ok 19',
    ]);
    expect(seen.filter(({ region }) => region === 'eu-west-1').length).toBeLessThanOrEqual(3 * 2 * 4);
  });

  test('when cancelled, keeps what was read and says what was not', async () => {
    const stop = new AbortController();
    fakeAws(({ call }) => (call === 'ec2:DescribeSecurityGroups' ? SILENCE : undefined));
    const answers: Answer[] = [];
    for await (const answer of collect(collectRequest({ signal: stop.signal, concurrency: 1 }), hurriedClock)) {
      answers.push(answer);
      if (answers.length === 3) stop.abort();
    }
    const groups = answers.find(({ call }) => call === 'ec2:DescribeSecurityGroups');
    expect(groups?.error?.reason).toBe('cancelled');
    expect(answers.filter(({ error }) => error === undefined).length).toBeGreaterThanOrEqual(3);
    expect(answers).toHaveLength(18);
  });

  test('when its time is up, says which calls it cost', async () => {
    fakeAws(({ call }) => (call.startsWith('elb') ? SILENCE : undefined));
    const answers = await collectAll({ timeoutMs: 15_000 });
    const late = answers.filter(({ error }) => error?.code === 'DeadlineExceeded').map(({ call }) => call);
    expect(late.sort()).toEqual([
      'elb:DescribeLoadBalancers',
      'elbv2:DescribeLoadBalancers',
      'elbv2:DescribeTargetGroups',
    ]);
  });

  test('a reader who leaves ends the run', async () => {
    const seen = fakeAws(({ call }) => (call === 'ec2:DescribeSecurityGroups' ? SILENCE : undefined));
    for await (const answer of collect(collectRequest({ concurrency: 1 }), hurriedClock)) {
      expect(answer.error).toBeUndefined();
      break;
    }
    const calls = seen.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen.length).toBe(calls);
  });
});

describe('the regions to collect from', () => {
  test('a name that does not exist is a mistake, and near ones are named', async () => {
    fakeAws(({ call }) =>
      call === 'ec2:DescribeRegions' ? `<regionInfo>${regions.join('')}${off}</regionInfo>` : undefined,
    );
    const collecting = collectAll({ options: { region: ['eu-wset-1'] } });
    await expect(collecting).rejects.toThrow(UsageError);
    await expect(collecting).rejects.toHaveProperty('nextStep', expect.stringMatching(/^did you mean eu-west-1,/));
  });

  test('several names are each asked once, and a region that is not enabled is not asked', async () => {
    const seen = fakeAws(({ call, form }) =>
      call === 'ec2:DescribeRegions' && form.get('AllRegions') === 'true'
        ? `<regionInfo>${regions.join('')}${off}</regionInfo>`
        : undefined,
    );
    const answers = await collectAll({ options: { region: ['us-east-1', 'af-south-1', 'us-east-1', 'eu-west-1'] } });
    expect([...new Set(seen.map(({ region }) => region))].sort()).toEqual(['eu-west-1', 'us-east-1']);
    const disabled = answers.filter(({ region }) => region === 'af-south-1');
    expect(new Set(disabled.map(({ error }) => error?.reason))).toEqual(new Set(['disabled']));
    expect(answers.filter(({ error }) => error === undefined)).toHaveLength(36);
  });

  test('names are taken at their word where the list of regions is refused', async () => {
    fakeAws(({ call }) => (call === 'ec2:DescribeRegions' ? awsError(403, 'UnauthorizedOperation') : undefined));
    const answers = await collectAll({ options: { region: ['eu-west-1'] } });
    expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  test('without names and without the list, the home region is read and the refusal is kept', async () => {
    vi.stubEnv('AWS_DEFAULT_REGION', 'eu-central-1');
    fakeAws(({ call }) => (call === 'ec2:DescribeRegions' ? awsError(403, 'UnauthorizedOperation') : undefined));
    const answers = await collectAll({ options: {} });
    expect(new Set(answers.map(({ region }) => region))).toEqual(new Set(['eu-central-1']));
    expect(answers.filter(({ error }) => error !== undefined).map(({ call }) => call)).toEqual(['ec2:DescribeRegions']);
  });

  test('names in another partition are asked there', async () => {
    const seen = fakeAws(() => undefined);
    await collectAll({ options: { region: ['us-gov-west-1'] } });
    expect(new Set(seen.map(({ region }) => region))).toEqual(new Set(['us-gov-west-1']));
  });
});

describe('the credentials to collect with', () => {
  test.for([
    ['an expired token', awsError(403, 'ExpiredToken'), 'have expired'],
    ['an unknown key', awsError(403, 'InvalidClientTokenId'), 'does not accept'],
    ['a network without AWS', broken('ENOTFOUND'), 'cannot be reached'],
  ] as const)('%s ends the run with the next step', async ([, reply, message]) => {
    fakeAws(({ call }) => (call === 'sts:GetCallerIdentity' ? reply : undefined));
    const collecting = collectAll();
    await expect(collecting).rejects.toThrow(CredentialsError);
    await expect(collecting).rejects.toThrow(message);
  });

  test('a role is assumed once, whatever the number of regions', async () => {
    const role = 'arn:aws:iam::444455556666:role/audit';
    const seen = fakeAws(({ call }) => {
      if (call === 'sts:AssumeRole') {
        return `<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`;
      }
      if (call === 'sts:GetCallerIdentity') return '<Account>444455556666</Account>';
      return call === 'ec2:DescribeRegions' ? regionList : undefined;
    });
    const answers = await collectAll({ options: { 'assume-role': [role] } });
    expect(seen.filter(({ call }) => call === 'sts:AssumeRole')).toHaveLength(1);
    expect(new Set(answers.map(({ account }) => account))).toEqual(new Set(['444455556666']));
    expect(answers).toHaveLength(55);
  });

  test('one role of several that may not be assumed is a gap of its account', async () => {
    const seen = fakeAws(({ call, form }) => {
      if (call === 'sts:AssumeRole') {
        return form.get('RoleArn')?.includes('444455556666') === true
          ? awsError(403, 'AccessDenied', 'not authorized to perform: sts:AssumeRole')
          : `<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`;
      }
      return undefined;
    });
    const options = {
      region: ['eu-west-1'],
      'assume-role': ['444455556666', '111122223333'].map((id) => `arn:aws:iam::${id}:role/audit`),
    };
    const answers = await collectAll({ options });
    const failed = answers.filter(({ error }) => error !== undefined);
    expect(failed.map(({ call, account, error }) => `${call} ${account} ${error?.reason}`)).toEqual([
      'ec2:DescribeRegions 444455556666 denied',
    ]);
    expect(answers).toHaveLength(19);
    expect(seen.length).toBeGreaterThan(18);
  });

  test('a role that may not be assumed, and no other, ends the run', async () => {
    fakeAws(({ call }) => (call === 'sts:AssumeRole' ? awsError(403, 'AccessDenied') : undefined));
    const collecting = collectAll({ options: { 'assume-role': ['arn:aws:iam::444455556666:role/audit'] } });
    await expect(collecting).rejects.toThrow(CredentialsError);
    await expect(collecting).rejects.toHaveProperty('nextStep', expect.stringContaining('aws sts assume-role'));
  });
});

function broken(code: string): Error {
  return Object.assign(new Error(`${code} example`), { code });
}

function vpcsOf(answers: readonly Answer[]): readonly string[] {
  const vpcs = answers.filter(({ call, response }) => call === 'ec2:DescribeVpcs' && response !== undefined);
  return vpcs.flatMap(({ response }) =>
    [...JSON.stringify(response).matchAll(/"VpcId":"([^"]+)"/g)].map(([, id = '']) => id),
  );
}
