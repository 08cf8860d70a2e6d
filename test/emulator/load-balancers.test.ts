import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Balancer,
  given,
  type Host,
  type Lab,
  makeBalancer,
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

const REGION = 'us-west-2';
const WORLD = { class: 'world', ranges: ['0.0.0.0/0'], truncated: false };

interface Surroundings {
  readonly lab: Lab;
  readonly vpc: Vpc;
  readonly a: string;
  readonly b: string;
  /** A subnet without any way to the internet. */
  readonly closed: string;
  readonly open: string;
  /** Lets in 80 and 443 from anyone. */
  readonly front: string;
}

async function seedSurroundings(url: string): Promise<Surroundings> {
  const lab = await openLab(url, '333344445555', REGION);
  const vpc = await makeVpc(lab);
  return {
    lab,
    vpc,
    a: await makeSubnet(lab, vpc, { number: 1, zone: 'a', routes: TO_INTERNET }),
    b: await makeSubnet(lab, vpc, { number: 2, zone: 'b', routes: TO_INTERNET }),
    closed: await makeSubnet(lab, vpc, { number: 3 }),
    open: await makeGroup(lab, vpc, 'open', ['tcp 8000 from 0.0.0.0/0']),
    front: await makeGroup(lab, vpc, 'front', ['tcp 80 from 0.0.0.0/0', 'tcp 443 from 0.0.0.0/0']),
  };
}

/** A private machine whose port 8000 admits who the rules say. */
async function seedTarget({ lab, vpc, closed }: Surroundings, name: string, rules: readonly string[]): Promise<Host> {
  const group = await makeGroup(lab, vpc, `target-${name}`, rules);
  return makeHost(lab, { name, subnetId: closed, groups: [group] });
}

describeWithEmulator('load balancers in front of private machines', (url) => {
  let survey: SurveyedSurface;
  const made: Record<string, Host> = {};
  const balancers: Record<string, Balancer> = {};

  beforeAll(async () => {
    const around = await seedSurroundings(url);
    await seedApplication(around);
    await seedNetwork(around);
    await seedClassic(around);
    survey = await surveyed(around.lab);
  });

  function rowsOf(name: string): readonly PrintedEndpoint[] {
    return survey.endpoints.filter(({ workload }) => workload === made[name]?.instanceId);
  }

  function reachable(name: string): readonly PrintedEndpoint[] {
    return rowsOf(name).filter(({ verdict }) => verdict === 'reachable');
  }

  async function seedApplication(around: Surroundings): Promise<void> {
    const { lab, vpc, a, b, closed, front } = around;
    const behindFront = [`tcp 8000 from ${front}`];
    const shape = { type: 'application', scheme: 'internet-facing', subnets: [a, b], groups: [front] } as const;
    for (const name of ['by-default', 'by-host', 'by-login', 'by-office']) {
      made[name] = await seedTarget(around, name, behindFront);
    }
    made['wrong-port'] = await seedTarget(around, 'wrong-port', [`tcp 80 from ${front}`]);
    const target = (name: string): string => given(made[name]?.instanceId);
    const web = await makeBalancer(lab, vpc, {
      ...shape,
      name: 'web',
      listener: 'HTTP 80 -> 8000',
      targets: [target('by-default')],
    });
    balancers['web'] = web;
    const groupFor = async (name: string): Promise<string> => {
      const { TargetGroups } = await lab.elbv2.createTargetGroup({
        Name: name,
        Protocol: 'HTTP',
        Port: 8000,
        VpcId: vpc.vpcId,
        TargetType: 'instance',
      });
      const arn = given(TargetGroups?.[0]?.TargetGroupArn);
      await lab.elbv2.registerTargets({ TargetGroupArn: arn, Targets: [{ Id: target(name) }] });
      return arn;
    };
    await lab.elbv2.createRule({
      ListenerArn: web.listenerArn,
      Priority: 10,
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['chat.example.com'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: await groupFor('by-host') }],
    });
    await lab.elbv2.createRule({
      ListenerArn: web.listenerArn,
      Priority: 20,
      Conditions: [{ Field: 'source-ip', SourceIpConfig: { Values: ['198.51.100.0/24'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: await groupFor('by-office') }],
    });
    await lab.elbv2.createRule({
      ListenerArn: web.listenerArn,
      Priority: 30,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/lab/*'] } }],
      Actions: [
        {
          Type: 'authenticate-cognito',
          Order: 1,
          AuthenticateCognitoConfig: {
            UserPoolArn: `arn:aws:cognito-idp:${REGION}:${lab.account}:userpool/pool`,
            UserPoolClientId: 'client',
            UserPoolDomain: 'login',
            OnUnauthenticatedRequest: 'authenticate',
          },
        },
        { Type: 'forward', Order: 2, TargetGroupArn: await groupFor('by-login') },
      ],
    });
    balancers['wrong-port'] = await makeBalancer(lab, vpc, {
      ...shape,
      name: 'wrong-port',
      listener: 'HTTP 80 -> 8000',
      targets: [target('wrong-port')],
    });
    made['stranded'] = await seedTarget(around, 'stranded', behindFront);
    balancers['stranded'] = await makeBalancer(lab, vpc, {
      ...shape,
      name: 'stranded',
      subnets: [closed],
      listener: 'HTTP 80 -> 8000',
      targets: [target('stranded')],
    });
  }

  async function seedNetwork(around: Surroundings): Promise<void> {
    const { lab, vpc, a, front } = around;
    const shape = { type: 'network', scheme: 'internet-facing', subnets: [a], listener: 'TCP 443 -> 8000' } as const;
    made['nlb-open'] = await seedTarget(around, 'nlb-open', ['tcp 8000 from 0.0.0.0/0']);
    made['nlb-inside'] = await seedTarget(around, 'nlb-inside', ['tcp 8000 from 10.0.0.0/16']);
    made['nlb-by-address'] = await seedTarget(around, 'nlb-by-address', ['tcp 8000 from 10.0.0.0/16']);
    made['nlb-by-group'] = await seedTarget(around, 'nlb-by-group', [`tcp 8000 from ${front}`]);
    for (const name of ['nlb-open', 'nlb-inside', 'nlb-by-group']) {
      balancers[name] = await makeBalancer(lab, vpc, {
        ...shape,
        name,
        targets: [given(made[name]?.instanceId)],
        ...(name === 'nlb-by-group' ? { groups: [front] } : {}),
      });
    }
    balancers['nlb-by-address'] = await makeBalancer(lab, vpc, {
      ...shape,
      name: 'nlb-by-address',
      targetType: 'ip',
      targets: [made['nlb-by-address'].privateIp],
    });
  }

  async function seedClassic(around: Surroundings): Promise<void> {
    const { lab, a, front } = around;
    made['classic'] = await seedTarget(around, 'classic', [`tcp 8000 from ${front}`]);
    await lab.elb.createLoadBalancer({
      LoadBalancerName: 'classic',
      Listeners: [{ Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 8000 }],
      Subnets: [a],
      SecurityGroups: [front],
      Scheme: 'internet-facing',
    });
    const Instances = [{ InstanceId: made['classic'].instanceId }];
    await lab.elb.registerInstancesWithLoadBalancer({ LoadBalancerName: 'classic', Instances });
  }

  test('nothing is missing', () => {
    expect(survey.complaints).toBe('');
    expect(survey.endpoints.filter(({ verdict }) => verdict === 'unknown')).toEqual([]);
  });

  test('every proof is borne out by what was collected', () => {
    expect(survey.refuted).toEqual([]);
  });

  describe('application load balancers', () => {
    test('what the default rule forwards to is open to the world, on the listener’s port', () => {
      // All but the office, whom another rule takes.
      expect(reachable('by-default')).toMatchObject([
        { entry: balancers['web']?.arn, ports: '80', targetPorts: '8000', audience: { class: 'world' } },
      ]);
    });

    test('a rule by host is no protection: the client chooses the host', () => {
      expect(reachable('by-host')).toMatchObject([{ ports: '80', audience: WORLD, gates: [] }]);
    });

    test('a rule by source address lets in those addresses', () => {
      expect(reachable('by-office')).toMatchObject([{ audience: { class: 'narrow', ranges: ['198.51.100.0/24'] } }]);
    });

    test('a login in front is a gate, and stays reachable', () => {
      expect(reachable('by-login')).toMatchObject([
        { audience: { class: 'world' }, gates: [{ kind: 'oidc', strength: 'strong' }] },
      ]);
    });

    test('a target group is asked for the port of its targets, not that of the listener', () => {
      expect(reachable('wrong-port')).toEqual([]);
      expect(rowsOf('wrong-port').flatMap(({ deciding }) => deciding)).toContainEqual({
        element: expect.stringMatching(/^sg-/) as string,
        rule: 'no rule allows it',
      });
    });

    test('internet-facing in a subnet without a way back is not reachable', () => {
      expect(reachable('stranded')).toEqual([]);
      expect(rowsOf('stranded').flatMap(({ deciding }) => deciding)).toContainEqual({
        element: expect.stringMatching(/^rtb-/) as string,
        rule: 'no route',
      });
    });
  });

  describe('network load balancers', () => {
    test('hand on the client’s address, so a target that admits everyone is open', () => {
      expect(reachable('nlb-open')).toMatchObject([
        { entry: balancers['nlb-open']?.arn, ports: '443', targetPorts: '8000', audience: WORLD },
      ]);
    });

    test('hand on the client’s address, so a target that admits the VPC only is closed', () => {
      expect(reachable('nlb-inside')).toEqual([]);
      expect(rowsOf('nlb-inside').flatMap(({ deciding }) => deciding)).toContainEqual({
        element: expect.stringMatching(/^sg-/) as string,
        rule: 'no rule allows it',
      });
    });

    test('do not for targets by address, so a target that admits the VPC is open', () => {
      expect(reachable('nlb-by-address')).toMatchObject([{ ports: '443', audience: WORLD }]);
    });

    test('with a group of their own are admitted by that group, whoever the client is', () => {
      expect(reachable('nlb-by-group')).toMatchObject([{ ports: '443', audience: WORLD }]);
    });
  });

  test('a classic load balancer leads to its instances', () => {
    expect(reachable('classic')).toMatchObject([{ ports: '80', targetPorts: '8000', audience: WORLD }]);
  });
});
