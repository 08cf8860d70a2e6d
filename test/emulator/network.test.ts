import { beforeAll, expect, test } from 'vitest';
import {
  given,
  type Host,
  type Lab,
  makeAcl,
  makeGroup,
  makeHost,
  makeSubnet,
  makeVpc,
  openLab,
  TO_INTERNET,
  type Vpc,
} from '../support/aws-lab.ts';
import { describeWithEmulator, type SurveyedSurface, surveyed } from '../support/emulator.ts';
import type { PrintedEndpoint } from '../support/printed.ts';

const REGION = 'eu-central-1';

/** One machine, in surroundings of its own, and what is to be said of its port 8000. */
interface Story {
  readonly sentence: string;
  readonly rules?: readonly string[];
  /** Makes the surroundings, and answers the subnet. */
  readonly subnet: (lab: Lab, vpc: Vpc, number: number) => Promise<string>;
  readonly ipv6?: true;
  readonly publicIp?: false;
  /** What happens to the machine after it was started. */
  readonly after?: (lab: Lab, host: Host, vpc: Vpc) => Promise<unknown>;
  readonly expected: Partial<PrintedEndpoint>;
  readonly decidedBy?: { readonly element: RegExp; readonly rule: string | RegExp };
}

const OPEN = ['tcp 8000 from 0.0.0.0/0'];
const OPEN_V6 = ['tcp 8000 from ::/0'];

function routed(...routes: readonly string[]): Story['subnet'] {
  return (lab, vpc, number) => makeSubnet(lab, vpc, { number, routes });
}

function walled(...entries: readonly string[]): Story['subnet'] {
  return async (lab, vpc, number) => {
    const subnetId = await makeSubnet(lab, vpc, { number, routes: TO_INTERNET });
    await makeAcl(lab, vpc, subnetId, entries);
    return subnetId;
  };
}

async function groupOf(ec2: Lab['ec2'], interfaceId: string): Promise<string> {
  const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({ NetworkInterfaceIds: [interfaceId] });
  return given(NetworkInterfaces?.[0]?.Groups?.[0]?.GroupId);
}

const STORIES: readonly Story[] = [
  {
    sentence: 'a public address, an open group and a way back: open to the world',
    subnet: routed('0.0.0.0/0'),
    expected: { verdict: 'reachable', audience: { class: 'world', ranges: ['0.0.0.0/0'], truncated: false } },
    decidedBy: { element: /^sg-/, rule: /^sgr-/ },
  },
  {
    sentence: 'a way back to one network only: open to that network',
    subnet: routed('8.8.8.0/24'),
    expected: { verdict: 'reachable', audience: { class: 'narrow', ranges: ['8.8.8.0/24'], truncated: false } },
  },
  {
    sentence: 'no way back: closed by the route table',
    subnet: routed(),
    expected: { verdict: 'blocked' },
    decidedBy: { element: /^rtb-/, rule: 'no route' },
  },
  {
    sentence: 'a subnet without a route table of its own goes by the main one of its VPC',
    subnet: async (lab, vpc, number) => {
      const { ec2 } = lab;
      const { Subnet } = await ec2.createSubnet({ VpcId: vpc.vpcId, CidrBlock: `10.0.${number}.0/24` });
      const { RouteTables } = await ec2.describeRouteTables({
        Filters: [
          { Name: 'vpc-id', Values: [vpc.vpcId] },
          { Name: 'association.main', Values: ['true'] },
        ],
      });
      const main = given(RouteTables?.[0]?.RouteTableId);
      await ec2.createRoute({ RouteTableId: main, DestinationCidrBlock: '9.9.9.0/24', GatewayId: vpc.gatewayId });
      return given(Subnet?.SubnetId);
    },
    expected: { verdict: 'reachable', audience: { class: 'narrow', ranges: ['9.9.9.0/24'], truncated: false } },
  },
  {
    sentence: 'a way back through a NAT gateway only: closed',
    subnet: async (lab, vpc, number) => {
      const subnetId = await makeSubnet(lab, vpc, { number });
      const home = await makeSubnet(lab, vpc, { number: number + 100, routes: ['0.0.0.0/0'] });
      const { AllocationId } = await lab.ec2.allocateAddress({ Domain: 'vpc' });
      const { NatGateway } = await lab.ec2.createNatGateway({ SubnetId: home, AllocationId: given(AllocationId) });
      const { RouteTables } = await lab.ec2.describeRouteTables({
        Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }],
      });
      await lab.ec2.createRoute({
        RouteTableId: given(RouteTables?.[0]?.RouteTableId),
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: given(NatGateway?.NatGatewayId),
      });
      return subnetId;
    },
    expected: { verdict: 'blocked' },
    decidedBy: { element: /^rtb-/, rule: /^0\.0\.0\.0\/0 -> nat-/ },
  },
  {
    sentence: 'a network ACL that denies the port first: closed by that entry',
    subnet: walled(
      'in 90 deny tcp 8000 from 0.0.0.0/0',
      'in 100 allow all from 0.0.0.0/0',
      'out 100 allow all to 0.0.0.0/0',
    ),
    expected: { verdict: 'blocked' },
    decidedBy: { element: /^acl-/, rule: '90' },
  },
  {
    sentence: 'a network ACL that denies the port only after it was allowed: open',
    subnet: walled(
      'in 110 deny tcp 8000 from 0.0.0.0/0',
      'in 100 allow all from 0.0.0.0/0',
      'out 100 allow all to 0.0.0.0/0',
    ),
    expected: { verdict: 'reachable' },
  },
  {
    sentence: 'a network ACL that lets nothing out: closed, since no answer leaves',
    subnet: walled('in 100 allow all from 0.0.0.0/0'),
    expected: { verdict: 'blocked' },
    decidedBy: { element: /^acl-/, rule: '*' },
  },
  {
    sentence: 'a network ACL that lets answers out to one port only: open to whoever sends from that port',
    subnet: walled('in 100 allow all from 0.0.0.0/0', 'out 100 allow tcp 443 to 0.0.0.0/0'),
    expected: { verdict: 'reachable', modifiers: ['crafted-source-port-only'] },
  },
  {
    sentence: 'a group that lets in one office: open to that office',
    subnet: routed('0.0.0.0/0'),
    rules: ['tcp 8000 from 198.51.100.0/24'],
    expected: { verdict: 'reachable', audience: { class: 'narrow', ranges: ['198.51.100.0/24'], truncated: false } },
  },
  {
    sentence: 'a group that lets in private addresses only: closed by the group',
    subnet: routed('0.0.0.0/0'),
    rules: ['tcp 8000 from 10.0.0.0/8'],
    expected: { verdict: 'blocked' },
    decidedBy: { element: /^sg-/, rule: 'no rule allows it' },
  },
  {
    sentence: 'a global IPv6 address with a way back: open to the world, although there is no public IPv4 address',
    subnet: routed('::/0'),
    rules: OPEN_V6,
    ipv6: true,
    publicIp: false,
    expected: { verdict: 'reachable', family: 'ipv6', audience: expect.objectContaining({ class: 'world' }) as never },
  },
  {
    sentence: 'an IPv6 way out through an egress-only gateway: closed',
    subnet: async (lab, vpc, number) => {
      const subnetId = await makeSubnet(lab, vpc, { number });
      const { EgressOnlyInternetGateway } = await lab.ec2.createEgressOnlyInternetGateway({ VpcId: vpc.vpcId });
      const { RouteTables } = await lab.ec2.describeRouteTables({
        Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }],
      });
      await lab.ec2.createRoute({
        RouteTableId: given(RouteTables?.[0]?.RouteTableId),
        DestinationIpv6CidrBlock: '::/0',
        EgressOnlyInternetGatewayId: given(EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId),
      });
      return subnetId;
    },
    rules: OPEN_V6,
    ipv6: true,
    publicIp: false,
    expected: { verdict: 'blocked', family: 'ipv6' },
    decidedBy: { element: /^rtb-/, rule: /^::\/0 -> eigw-/ },
  },
  {
    sentence: 'a network ACL of IPv4 entries: closed to IPv6',
    subnet: walled('in 100 allow all from 0.0.0.0/0', 'out 100 allow all to 0.0.0.0/0'),
    rules: OPEN_V6,
    ipv6: true,
    publicIp: false,
    expected: { verdict: 'blocked', family: 'ipv6' },
    decidedBy: { element: /^acl-/, rule: '*' },
  },
  {
    sentence: 'a stopped machine: only latent',
    subnet: routed('0.0.0.0/0'),
    after: async ({ ec2 }, { instanceId }) => {
      // An address that was given at the start goes when the machine stops; one of one's own stays.
      await ec2.stopInstances({ InstanceIds: [instanceId] });
      const { AllocationId } = await ec2.allocateAddress({ Domain: 'vpc' });
      await ec2.associateAddress({ AllocationId: given(AllocationId), InstanceId: instanceId });
    },
    expected: { verdict: 'blocked', modifiers: ['latent'] },
  },
  {
    sentence: 'a second, empty group takes nothing away',
    subnet: routed('0.0.0.0/0'),
    after: async (lab, { interfaceId }, vpc) => {
      const Groups = [await groupOf(lab.ec2, interfaceId), await makeGroup(lab, vpc, 'empty', [])];
      await lab.ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId: interfaceId, Groups });
    },
    expected: { verdict: 'reachable', audience: { class: 'world', ranges: ['0.0.0.0/0'], truncated: false } },
  },
  {
    sentence: 'a group that lets in a prefix list: open to the blocks on that list',
    subnet: routed('0.0.0.0/0'),
    rules: [],
    after: async ({ ec2 }, { interfaceId }) => {
      const { PrefixList } = await ec2.createManagedPrefixList({
        PrefixListName: 'offices',
        AddressFamily: 'IPv4',
        MaxEntries: 5,
        Entries: [{ Cidr: '198.51.100.0/24' }, { Cidr: '203.0.113.128/25' }],
      });
      const source = { PrefixListIds: [{ PrefixListId: given(PrefixList?.PrefixListId) }] };
      const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 8000, ToPort: 8000, ...source }];
      await ec2.authorizeSecurityGroupIngress({ GroupId: await groupOf(ec2, interfaceId), IpPermissions });
    },
    expected: {
      verdict: 'reachable',
      audience: { class: 'narrow', ranges: ['198.51.100.0/24', '203.0.113.128/25'], truncated: false },
    },
  },
  {
    sentence: 'an Elastic IP is a public address',
    subnet: routed('0.0.0.0/0'),
    publicIp: false,
    after: async ({ ec2 }, { instanceId }) => {
      const { AllocationId } = await ec2.allocateAddress({ Domain: 'vpc' });
      await ec2.associateAddress({ AllocationId: given(AllocationId), InstanceId: instanceId });
    },
    expected: { verdict: 'reachable', address: expect.stringMatching(/^127\./) as never },
  },
  {
    sentence: 'a VPC without an internet gateway: closed, although a route still leads to where it was',
    subnet: async (lab, _, number) => {
      const vpc = await makeVpc(lab);
      const subnetId = await makeSubnet(lab, vpc, { number, routes: ['0.0.0.0/0'] });
      await lab.ec2.detachInternetGateway({ InternetGatewayId: vpc.gatewayId, VpcId: vpc.vpcId });
      return subnetId;
    },
    expected: { verdict: 'blocked' },
    decidedBy: { element: /^vpc-/, rule: 'no internet gateway attached' },
  },
  {
    sentence: 'a group that lets in its own members: closed to the internet',
    subnet: routed('0.0.0.0/0'),
    rules: [],
    after: async ({ ec2 }, { interfaceId }) => {
      const GroupId = await groupOf(ec2, interfaceId);
      const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 8000, ToPort: 8000, UserIdGroupPairs: [{ GroupId }] }];
      await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
    },
    expected: { verdict: 'blocked' },
    decidedBy: { element: /^sg-/, rule: 'no rule allows it' },
  },
];

describeWithEmulator('one machine at a time', (url) => {
  const instances = new Map<string, string>();
  let survey: SurveyedSurface;

  beforeAll(async () => {
    const lab = await openLab(url, '222233334444', REGION);
    const vpc = await makeVpc(lab);
    for (const [index, story] of STORIES.entries()) {
      const { sentence, rules = OPEN, subnet, ipv6 = false, publicIp = true, after } = story;
      const subnetId = await subnet(lab, vpc, index + 1);
      const group = await makeGroup(lab, vpc, `story-${index}`, rules);
      const host = await makeHost(lab, { name: `h${index}`, subnetId, groups: [group], publicIp, ipv6 });
      await after?.(lab, host, vpc);
      instances.set(sentence, host.instanceId);
    }
    survey = await surveyed(lab);
  });

  test('nothing is missing', () => {
    expect(survey.complaints).toBe('');
    expect(survey.endpoints.filter(({ verdict }) => verdict === 'unknown')).toEqual([]);
  });

  test('every proof is borne out by what was collected', () => {
    expect(survey.refuted).toEqual([]);
  });

  test.for(STORIES)('$sentence', ({ sentence, expected, decidedBy }) => {
    const rows = survey.endpoints.filter(({ workload }) => workload === instances.get(sentence));
    const { family = 'ipv4', verdict } = expected;
    const row = rows.find((one) => one.family === family && (verdict === 'blocked' || one.verdict === 'reachable'));
    expect(row, JSON.stringify(rows, undefined, 1)).toMatchObject(expected);
    if (verdict === 'blocked') expect(rows.filter((one) => one.verdict !== 'blocked')).toEqual([]);
    else expect(row).toMatchObject({ protocol: 'tcp', ports: '8000' });
    if (decidedBy === undefined) return;
    const { element, rule } = decidedBy;
    expect(rows.flatMap(({ deciding }) => deciding)).toContainEqual({
      element: expect.stringMatching(element) as string,
      rule: typeof rule === 'string' ? rule : (expect.stringMatching(rule) as string),
    });
  });
});
