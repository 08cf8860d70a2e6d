/** A record as AWS answers it: the tests write only the fields that matter. */
export type AwsRecord = Readonly<Record<string, unknown>>;

/** `securityGroup('sg-web', ['tcp 8000 from 0.0.0.0/0', 'icmp 8 from ::/0', 'all from sg-web'])`. */
export function securityGroup(id: string, rules: readonly string[], more: AwsRecord = {}): AwsRecord {
  return { GroupId: id, GroupName: id.replace(/^sg-/, ''), IpPermissions: rules.map(permission), ...more };
}

/** The same rules with the ids that AWS gives them. */
export function securityGroupRules(groupId: string, rules: Readonly<Record<string, string>>): readonly AwsRecord[] {
  return Object.entries(rules).map(([id, rule]) => {
    const [traffic = '', source = ''] = rule.split(' from ');
    return { SecurityGroupRuleId: id, GroupId: groupId, IsEgress: false, ...trafficOf(traffic), ...ruleSource(source) };
  });
}

/** `networkAcl('acl-1', ['in 100 allow all 0.0.0.0/0', 'out 100 deny tcp 443 8.8.8.0/24'], ['subnet-a'])`. */
export function networkAcl(
  id: string,
  entries: readonly string[],
  subnetIds: readonly string[] = [],
  more: AwsRecord = {},
): AwsRecord {
  return {
    NetworkAclId: id,
    VpcId: 'vpc-1',
    Associations: subnetIds.map((SubnetId) => ({ NetworkAclId: id, SubnetId })),
    Entries: entries.map(aclEntry),
    ...more,
  };
}

/** `routeTable('rtb-1', ['0.0.0.0/0 -> igw-1'], ['subnet-a'])`; `main` and gateways may stand among the subnets. */
export function routeTable(id: string, routes: readonly string[], associations: readonly string[] = []): AwsRecord {
  return {
    RouteTableId: id,
    VpcId: 'vpc-1',
    Associations: associations.map(association),
    Routes: ['10.0.0.0/16 -> local', ...routes].map(route),
  };
}

/** A subnet of `vpc-1`: `subnet('subnet-a', '10.0.1.0/24', 'us-east-1a')`. */
export function subnet(id: string, cidr: string, zone: string, more: AwsRecord = {}): AwsRecord {
  return { SubnetId: id, VpcId: 'vpc-1', CidrBlock: cidr, AvailabilityZone: zone, OwnerId: '111122223333', ...more };
}

/** An interface in use. Without `public` it has no public address; with `instance` it is that instance's. */
export function networkInterface(
  id: string,
  options: {
    readonly private: string;
    readonly subnet: string;
    readonly groups: readonly string[];
    readonly public?: string;
    readonly instance?: string;
    readonly more?: AwsRecord;
  },
): AwsRecord {
  const association = options.public === undefined ? {} : { Association: { PublicIp: options.public } };
  const attachment =
    options.instance === undefined
      ? {}
      : { Attachment: { InstanceId: options.instance, DeviceIndex: 0, Status: 'attached' } };
  return {
    NetworkInterfaceId: id,
    OwnerId: '111122223333',
    VpcId: 'vpc-1',
    SubnetId: options.subnet,
    Status: 'in-use',
    InterfaceType: 'interface',
    PrivateIpAddress: options.private,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: options.private, ...association }],
    ...association,
    ...attachment,
    Groups: options.groups.map((GroupId) => ({ GroupId })),
    ...options.more,
  };
}

/** A running instance. */
export function instance(id: string, more: AwsRecord = {}): AwsRecord {
  return { InstanceId: id, InstanceType: 'm7i.large', State: { Code: 16, Name: 'running' }, ...more };
}

const ARN = 'arn:aws:elasticloadbalancing:us-east-1:111122223333';

/** The ARN of a load balancer (`app/web/1`), listener, or target group by its name. */
export function arnOf(kind: 'loadbalancer' | 'listener' | 'targetgroup', name: string): string {
  return `${ARN}:${kind}/${name}`;
}

/** An internet-facing load balancer of `vpc-1`; `app/web/1` is an application, `net/edge/1` a network one. */
export function loadBalancer(name: string, subnets: Readonly<Record<string, string>>, more: AwsRecord = {}): AwsRecord {
  return {
    LoadBalancerArn: arnOf('loadbalancer', name),
    LoadBalancerName: name.split('/')[1],
    DNSName: `${name.split('/')[1] ?? name}.elb.example`,
    Type: name.startsWith('net/') ? 'network' : 'application',
    Scheme: 'internet-facing',
    IpAddressType: 'ipv4',
    VpcId: 'vpc-1',
    State: { Code: 'active' },
    AvailabilityZones: Object.entries(subnets).map(([ZoneName, SubnetId]) => ({ ZoneName, SubnetId })),
    ...more,
  };
}

/** A listener that forwards to one target group by default. */
export function listener(balancer: string, port: number, protocol: string, actions: readonly AwsRecord[]): AwsRecord {
  const kind = balancer.startsWith('net/') ? 'net' : 'app';
  return {
    ListenerArn: arnOf('listener', `${kind}/${balancer.split('/').slice(1).join('/')}/${port}`),
    LoadBalancerArn: arnOf('loadbalancer', balancer),
    Port: port,
    Protocol: protocol,
    DefaultActions: actions,
  };
}

export function forward(group: string): AwsRecord {
  return { Type: 'forward', Order: 9, TargetGroupArn: arnOf('targetgroup', group) };
}

export function fixedResponse(): AwsRecord {
  return { Type: 'fixed-response', Order: 9, FixedResponseConfig: { StatusCode: '404' } };
}

/** A rule of an application load balancer's listener; priority `default` has no conditions. */
export function listenerRule(
  listenerArn: string,
  priority: string,
  conditions: readonly AwsRecord[],
  actions: readonly AwsRecord[],
): AwsRecord {
  return {
    RuleArn: `${listenerArn.replace(':listener/', ':listener-rule/')}/${priority}`,
    Priority: priority,
    IsDefault: priority === 'default',
    Conditions: conditions,
    Actions: actions,
  };
}

export function targetGroup(name: string, protocol: string, port: number, more: AwsRecord = {}): AwsRecord {
  return {
    TargetGroupArn: arnOf('targetgroup', name),
    TargetGroupName: name,
    Protocol: protocol,
    Port: port,
    VpcId: 'vpc-1',
    TargetType: 'instance',
    ...more,
  };
}

function permission(rule: string): AwsRecord {
  const [traffic = '', source = ''] = rule.split(' from ');
  return { ...trafficOf(traffic), ...permissionSource(source) };
}

function permissionSource(source: string): AwsRecord {
  if (source.startsWith('sg-')) return { UserIdGroupPairs: [{ GroupId: source, UserId: '111122223333' }] };
  if (source.startsWith('pl-')) return { PrefixListIds: [{ PrefixListId: source }] };
  return source.includes(':') ? { Ipv6Ranges: [{ CidrIpv6: source }] } : { IpRanges: [{ CidrIp: source }] };
}

function ruleSource(source: string): AwsRecord {
  if (source.startsWith('sg-')) return { ReferencedGroupInfo: { GroupId: source } };
  if (source.startsWith('pl-')) return { PrefixListId: source };
  return source.includes(':') ? { CidrIpv6: source } : { CidrIpv4: source };
}

/** `tcp 8000`, `udp 5000-5010`, `icmp 8`, `icmp 3/4`, `50`, `all`. */
function trafficOf(text: string): AwsRecord {
  const [protocol = '', ports] = text.split(' ');
  if (protocol === 'all') return { IpProtocol: '-1' };
  if (ports === undefined) return { IpProtocol: protocol };
  if (protocol.startsWith('icmp')) {
    const [type, code = '-1'] = ports.split('/');
    return { IpProtocol: protocol, FromPort: Number(type), ToPort: Number(code) };
  }
  const [from, to = from] = ports.split('-');
  return { IpProtocol: protocol, FromPort: Number(from), ToPort: Number(to) };
}

const NUMBERS: Readonly<Record<string, string>> = { all: '-1', tcp: '6', udp: '17', icmp: '1', icmpv6: '58' };

/** `in 100 allow tcp 8000 0.0.0.0/0`. */
function aclEntry(text: string): AwsRecord {
  const [way, number, action, protocol = '', ...rest] = text.split(' ');
  const cidr = rest.at(-1) ?? '';
  const ports = rest.length > 1 ? rest[0] : undefined;
  const [from, to = from] = (ports ?? '').split(/[-/]/);
  const isIcmp = protocol.startsWith('icmp');
  return {
    RuleNumber: Number(number),
    Egress: way === 'out',
    RuleAction: action,
    Protocol: NUMBERS[protocol] ?? protocol,
    ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...(ports === undefined || isIcmp ? {} : { PortRange: { From: Number(from), To: Number(to) } }),
    ...(ports === undefined || !isIcmp ? {} : { IcmpTypeCode: { Type: Number(from), Code: Number(to) } }),
  };
}

function association(text: string): AwsRecord {
  if (text === 'main') return { Main: true };
  return text.startsWith('igw-') ? { Main: false, GatewayId: text } : { Main: false, SubnetId: text };
}

/** `0.0.0.0/0 -> igw-1`, `10.1.0.0/16 -> vgw-1 propagated`, `0.0.0.0/0 -> igw-1 blackhole`. */
function route(text: string): AwsRecord {
  const [destination = '', , target = '', ...flags] = text.split(' ');
  return {
    ...destinationOf(destination),
    ...targetOf(target),
    State: flags.includes('blackhole') ? 'blackhole' : 'active',
    Origin: flags.includes('propagated') ? 'EnableVgwRoutePropagation' : 'CreateRoute',
  };
}

function destinationOf(text: string): AwsRecord {
  if (text.startsWith('pl-')) return { DestinationPrefixListId: text };
  return text.includes(':') ? { DestinationIpv6CidrBlock: text } : { DestinationCidrBlock: text };
}

const TARGET_FIELDS: Readonly<Record<string, string>> = {
  nat: 'NatGatewayId',
  eni: 'NetworkInterfaceId',
  tgw: 'TransitGatewayId',
  eigw: 'EgressOnlyInternetGatewayId',
  pcx: 'VpcPeeringConnectionId',
  cagw: 'CarrierGatewayId',
};

function targetOf(text: string): AwsRecord {
  return { [TARGET_FIELDS[text.split('-')[0] ?? ''] ?? 'GatewayId']: text };
}
