import { describe, expect, test } from 'vitest';
import { verifyProof } from '../../../../providers/aws/verify/index.ts';
import type { Hop, Proof } from '../../../../src/model/proof.ts';
import { resourceRef } from '../../../../src/model/resource.ts';
import { BASE, blockedBy, collection, DIRECT, DIRECT_HOPS, hop, NETWORK_INTERFACE, SEEN } from './collection.ts';

const ACL = 'ec2:DescribeNetworkAcls';
const GROUPS = 'ec2:DescribeSecurityGroups';
const RULES = 'ec2:DescribeSecurityGroupRules';
const ROUTES = 'ec2:DescribeRouteTables';
const GATEWAYS = 'ec2:DescribeInternetGateways';
const BLOCK = 'ec2:DescribeVpcBlockPublicAccessOptions';
const INSTANCES = 'ec2:DescribeInstances';
const INTERFACES = 'ec2:DescribeNetworkInterfaces';

const entry = (RuleNumber: number, RuleAction: string, Egress: boolean, rest: object): object => ({
  RuleNumber,
  RuleAction,
  Egress,
  Protocol: '-1',
  CidrBlock: '0.0.0.0/0',
  ...rest,
});
const acl = (...Entries: readonly object[]): object => ({
  NetworkAcls: [{ NetworkAclId: 'acl-1', VpcId: 'vpc-1', Associations: [{ SubnetId: 'subnet-1' }], Entries }],
});
const routes = (...Routes: readonly object[]): object => ({
  RouteTables: [{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Associations: [{ Main: true }], Routes }],
});
const group = (...IpPermissions: readonly object[]): object => ({
  SecurityGroups: [{ GroupId: 'sg-1', IpPermissions }],
});
const tcp = (port: number, ...cidrs: readonly string[]): object => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
});
const within8 = { class: 'narrow', ranges: ['8.8.8.0/24'], truncated: false };

/** A hop that does not say which answer it rests on. */
function unfounded({ element, direction, decision, rule, packet }: Hop): Hop {
  return { element, direction, decision, rule, packet };
}

/** The base proof with one hop replaced. */
function withHop(index: number, change: Partial<Hop>): readonly Hop[] {
  return DIRECT_HOPS.map((known, at) => (at === index ? { ...known, ...change } : known));
}

describe('a proof about an interface holds', () => {
  test.for<[what: string, changes: Readonly<Record<string, unknown>>, proof: Proof]>([
    ['with the world let in', {}, DIRECT],
    [
      'with the default list of the network, where none names the subnet',
      {
        [ACL]: {
          NetworkAcls: [
            {
              NetworkAclId: 'acl-1',
              VpcId: 'vpc-1',
              IsDefault: true,
              Entries: [entry(100, 'allow', false, {}), entry(100, 'allow', true, {})],
            },
          ],
        },
      },
      DIRECT,
    ],
    [
      'with the main route table, for the clients of one route only',
      { [ROUTES]: routes({ DestinationCidrBlock: '8.8.8.0/24', GatewayId: 'igw-1' }) },
      { ...DIRECT, audience: within8, hops: withHop(7, { rule: '8.8.8.0/24 -> igw-1' }) },
    ],
    [
      'with entries of the list out of order',
      { [ACL]: acl(entry(110, 'deny', false, {}), entry(100, 'allow', false, {}), entry(100, 'allow', true, {})) },
      DIRECT,
    ],
    [
      'for a source port that only an attacker picks',
      {
        [ACL]: acl(
          entry(100, 'allow', false, {}),
          entry(100, 'allow', true, { Protocol: '6', PortRange: { From: 443, To: 443 } }),
        ),
      },
      {
        ...DIRECT,
        modifiers: ['crafted-source-port-only'],
        witness: { ...DIRECT.witness, sourcePort: 443 },
        hops: DIRECT_HOPS.map((known) => ({ ...known, packet: { ...known.packet, sourcePort: 443 } })),
      },
    ],
    [
      'blocked by an earlier entry of the list',
      { [ACL]: acl(entry(90, 'deny', false, {}), entry(100, 'allow', false, {}), entry(100, 'allow', true, {})) },
      blockedBy(5, { rule: '90' }),
    ],
    [
      'blocked by the rules of the group',
      { [GROUPS]: group(tcp(8000, '10.0.0.0/8')) },
      { ...blockedBy(6, { rule: 'no rule allows it' }), ports: '0-65535', targetPorts: '0-65535' },
    ],
    [
      'blocked because the reply goes elsewhere',
      { [ROUTES]: routes({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }) },
      blockedBy(7, { rule: '0.0.0.0/0 -> nat-1' }),
    ],
    [
      'blocked by Block Public Access',
      { [BLOCK]: { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'block-ingress' } } },
      blockedBy(4, { rule: 'block-ingress' }),
    ],
    [
      'blocked because the instance is stopped',
      { [INSTANCES]: { Reservations: [{ Instances: [{ InstanceId: 'i-1', State: { Name: 'stopped' } }] }] } },
      { ...blockedBy(2, { rule: 'stopped' }), modifiers: ['latent'] },
    ],
    [
      'undecided where the lists could not be read',
      { [ACL]: 'denied' },
      {
        ...DIRECT,
        verdict: 'unknown',
        missing: ['ec2:DescribeNetworkAcls us-east-1'],
        hops: DIRECT_HOPS.map((known) =>
          known.element.kind === 'network ACL'
            ? {
                ...hop(['network ACL', 'subnet-1', 'rules could not be read'], 'unknown', SEEN),
                direction: known.direction,
              }
            : known,
        ),
      },
    ],
  ])('%s', ([, changes, proof]) => {
    expect(verifyProof(proof, collection(changes))).toEqual([]);
  });
});

describe('a proof about an interface is refused', () => {
  test.for<[what: string, proof: Proof, says: string]>([
    ['of another verdict', { ...DIRECT, verdict: 'unknown' }, 'The witness is reachable'],
    ['of a port that is shut', { ...DIRECT, ports: '8000-8001', targetPorts: '8000-8001' }, 'audience of tcp 8001'],
    ['of another port', { ...DIRECT, ports: '8001' }, 'not among the ports'],
    ['of another target port', { ...DIRECT, targetPorts: '8001' }, "target's ports are 8000"],
    ['of no port', { ...DIRECT, ports: 'all of them' }, 'cannot be read'],
    ['of another protocol', { ...DIRECT, protocol: 'udp' }, 'not a packet of udp'],
    ['of another family', { ...DIRECT, family: 'ipv6' }, 'not of the family'],
    ['of an address that it does not have', { ...DIRECT, address: '203.0.113.8' }, 'goes to 203.0.113.7'],
    ['of another entry', { ...DIRECT, entry: resourceRef('eni-2') }, 'know no way'],
    ['of another workload', { ...DIRECT, workload: resourceRef('i-2') }, 'know no way'],
    ['of another account', { ...DIRECT, scope: { ...DIRECT.scope, account: '222233334444' } }, 'know no way'],
    ['of a smaller audience', { ...DIRECT, audience: within8 }, 'audience of tcp 8000 is world'],
    ['of another class', { ...DIRECT, audience: { ...DIRECT.audience, class: 'broad' } }, 'is world, not broad'],
    [
      'of an audience that is cut short',
      { ...DIRECT, audience: { ...DIRECT.audience, truncated: true } },
      'The audience',
    ],
    ['with a modifier too many', { ...DIRECT, modifiers: ['latent'] }, 'modifiers are []'],
    [
      'with a login that nobody demands',
      { ...DIRECT, gates: [{ kind: 'oidc', strength: 'strong', element: resourceRef('sg-1'), rule: 'oidc' }] },
      'logins are []',
    ],
    ['with a gap that is none', { ...DIRECT, missing: ['ec2:DescribeSubnets us-east-1'] }, 'is not missing'],
    [
      'with a witness from a private network',
      { ...DIRECT, witness: { ...DIRECT.witness, source: '10.0.0.1' } },
      'sees',
    ],
    [
      'with a witness without a source port',
      { ...DIRECT, witness: { protocol: 'tcp', source: '8.8.8.8', destination: '203.0.113.7', port: 8000 } },
      'no possible source port',
    ],
    ['with another witness', { ...DIRECT, witness: { ...DIRECT.witness, source: '9.9.9.9' } }, 'eni-1 sees'],
    [
      'with a witness that is no address',
      { ...DIRECT, witness: { ...DIRECT.witness, source: 'someone' } },
      'cannot be read',
    ],
    ['without its last hop', { ...DIRECT, hops: DIRECT_HOPS.slice(0, -1) }, 'hop 9 is missing: network ACL'],
    ['without its first hop', { ...DIRECT, hops: DIRECT_HOPS.slice(1) }, 'hop 1'],
    ['with a hop too many', { ...DIRECT, hops: [...DIRECT_HOPS, ...DIRECT_HOPS.slice(0, 1)] }, 'hop 10: nothing more'],
    ['with its hops in another order', { ...DIRECT, hops: DIRECT_HOPS.toReversed() }, 'stands where'],
    ['with a blocker', { ...DIRECT, blockers: DIRECT_HOPS.slice(0, 1) }, 'blocker 1: nothing more'],
    [
      'with another rule of the list',
      { ...DIRECT, hops: withHop(5, { rule: '90' }) },
      "acl-1 rule '90' does not decide",
    ],
    [
      'with another rule of the group',
      { ...DIRECT, hops: withHop(6, { rule: 'sgr-2' }) },
      "sg-1 rule 'sgr-2' does not decide",
    ],
    [
      'with another list',
      { ...DIRECT, hops: withHop(5, { element: { kind: 'network ACL', ref: resourceRef('acl-2') } }) },
      'acl-2',
    ],
    ['with another decision', { ...DIRECT, hops: withHop(5, { decision: 'deny' }) }, 'does not deny'],
    ['with a hop the wrong way', { ...DIRECT, hops: withHop(5, { direction: 'reply' }) }, 'stands where'],
    [
      'with an answer that was not given',
      {
        ...DIRECT,
        hops: withHop(5, { evidence: { call: ACL, scope: '111122223333/us-east-1', at: '2026-01-01T00:00:00Z' } }),
      },
      'no answer to',
    ],
    [
      'with an answer about something else',
      { ...DIRECT, hops: withHop(5, { evidence: DIRECT_HOPS[6]?.evidence ?? { call: '', scope: '', at: '' } }) },
      'was not read from',
    ],
    [
      'with an answer of another scope',
      {
        ...DIRECT,
        hops: withHop(5, { evidence: { call: ACL, scope: '111122223333/eu-west-1', at: '2026-11-01T08:07:00Z' } }),
      },
      'no answer to',
    ],
    ['without its evidence', { ...DIRECT, hops: DIRECT_HOPS.map(unfounded) }, 'does not say'],
    ['that is blocked by nothing', { ...DIRECT, verdict: 'blocked' }, 'Nothing is named that blocks it'],
  ])('%s', ([, proof, says]) => {
    expect(verifyProof(proof, collection()).join('\n')).toContain(says);
  });

  test.for<[what: string, changes: Readonly<Record<string, unknown>>, says: string]>([
    [
      'because an earlier entry denies',
      {
        [ACL]: acl(
          entry(90, 'deny', false, { CidrBlock: '8.0.0.0/8' }),
          entry(100, 'allow', false, {}),
          entry(100, 'allow', true, {}),
        ),
      },
      'acl-1 does not allow',
    ],
    [
      'because an entry denies some of the audience',
      {
        [ACL]: acl(
          entry(90, 'deny', false, { CidrBlock: '9.0.0.0/8' }),
          entry(100, 'allow', false, {}),
          entry(100, 'allow', true, {}),
        ),
      },
      'The audience of tcp 8000',
    ],
    ['because the rule of the group is gone', { [GROUPS]: group(), [RULES]: undefined }, 'sg-1 does not allow'],
    ['because the gateway is gone', { [GATEWAYS]: { InternetGateways: [] } }, 'stands where a VPC'],
    [
      'because the reply is dropped',
      { [ROUTES]: routes({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'blackhole' }) },
      'rtb-1 does not route',
    ],
    [
      'because the address is gone',
      { [INTERFACES]: { NetworkInterfaces: [{ ...NETWORK_INTERFACE, PrivateIpAddresses: [] }] } },
      'know no way',
    ],
    ['because nobody asked for the lists', { [ACL]: undefined }, 'unknown'],
    [
      'because everything is gone',
      Object.fromEntries(Object.keys(BASE).map((call) => [call, undefined])),
      'know no way',
    ],
  ])('%s', ([, changes, says]) => {
    expect(verifyProof(DIRECT, collection(changes)).join('\n')).toContain(says);
  });

  test('that names a blocker which stops the witness, and forgets another', () => {
    const shut = collection({ [ACL]: acl(), [GROUPS]: group() });
    const proof = blockedBy(5, { rule: '*' });
    expect(verifyProof(proof, shut).join('\n')).toContain('blocker 2 is missing: security group');
  });

  test('that calls reachable what is undecided', () => {
    expect(verifyProof(DIRECT, collection({ [ACL]: 'denied' })).join('\n')).toContain('The witness is unknown');
  });

  test('that is undecided over a gap and does not say so', () => {
    const proof: Proof = { ...DIRECT, verdict: 'unknown' };
    expect(verifyProof(proof, collection({ [ACL]: 'denied' })).join('\n')).toContain('and the proof does not say so');
  });
});
