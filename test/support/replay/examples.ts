/** An answer to one call, as the SDK prints it, with what was asked. */
export interface Example {
  readonly call: string;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
}

const TAGS = [{ Key: 'Name', Value: 'chat & "friends" <1>' }];

/** One invented answer to each call that we make: every kind of field travels at least once. */
export const EXAMPLES: readonly Example[] = [
  {
    call: 'ec2:DescribeRegions',
    response: { Regions: [{ RegionName: 'eu-west-1', OptInStatus: 'opt-in-not-required', Endpoint: 'ec2.example' }] },
  },
  {
    call: 'ec2:DescribeNetworkInterfaces',
    response: {
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          OwnerId: '111122223333',
          VpcId: 'vpc-1',
          SubnetId: 'subnet-1',
          AvailabilityZone: 'eu-west-1a',
          Status: 'in-use',
          InterfaceType: 'interface',
          Description: '',
          RequesterManaged: false,
          SourceDestCheck: true,
          DenyAllIgwTraffic: true,
          Attachment: {
            AttachTime: '2026-11-01T08:00:00.000Z',
            DeviceIndex: 0,
            InstanceId: 'i-1',
            InstanceOwnerId: '111122223333',
            Status: 'attached',
          },
          Association: { PublicIp: '203.0.113.7', IpOwnerId: 'amazon' },
          PrivateIpAddress: '10.0.1.10',
          PrivateIpAddresses: [
            { Primary: true, PrivateIpAddress: '10.0.1.10', Association: { PublicIp: '203.0.113.7' } },
            { Primary: false, PrivateIpAddress: '10.0.1.11' },
          ],
          Ipv6Addresses: [{ Ipv6Address: '2001:db8::1', IsPrimaryIpv6: false }],
          Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:0:1::/80' }],
          Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.16/28' }],
          Groups: [{ GroupId: 'sg-1', GroupName: 'open' }],
          TagSet: TAGS,
        },
        { NetworkInterfaceId: 'eni-2', Groups: [], PrivateIpAddresses: [] },
      ],
    },
  },
  {
    call: 'ec2:DescribeInstances',
    response: {
      Reservations: [
        {
          ReservationId: 'r-1',
          OwnerId: '111122223333',
          Instances: [
            {
              InstanceId: 'i-1',
              InstanceType: 'g5.xlarge',
              ImageId: 'ami-1',
              LaunchTime: '2026-11-01T08:00:00.000Z',
              State: { Code: 16, Name: 'running' },
              IamInstanceProfile: { Arn: 'arn:aws:iam::111122223333:instance-profile/gpu', Id: 'AIPAEXAMPLE' },
              NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', Groups: [{ GroupId: 'sg-1', GroupName: 'open' }] }],
              Tags: TAGS,
            },
          ],
        },
      ],
    },
  },
  {
    call: 'ec2:DescribeImages',
    request: { Filters: [{ Name: 'image-id', Values: ['ami-1'] }] },
    response: {
      Images: [{ ImageId: 'ami-1', Name: 'Deep Learning AMI', OwnerId: '111122223333', Description: 'GPU' }],
    },
  },
  {
    call: 'ec2:DescribeAddresses',
    response: {
      Addresses: [{ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.7', NetworkInterfaceId: 'eni-1', Tags: TAGS }],
    },
  },
  {
    call: 'ec2:DescribeVpcs',
    response: {
      Vpcs: [
        {
          VpcId: 'vpc-1',
          OwnerId: '111122223333',
          CidrBlock: '10.0.0.0/16',
          IsDefault: false,
          CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }],
          Ipv6CidrBlockAssociationSet: [
            { Ipv6CidrBlock: '2001:db8::/56', Ipv6CidrBlockState: { State: 'associated' } },
          ],
          Tags: TAGS,
        },
      ],
    },
  },
  {
    call: 'ec2:DescribeSubnets',
    response: {
      Subnets: [
        {
          SubnetId: 'subnet-1',
          VpcId: 'vpc-1',
          CidrBlock: '10.0.1.0/24',
          MapPublicIpOnLaunch: true,
          Ipv6CidrBlockAssociationSet: [
            {
              AssociationId: 'subnet-cidr-assoc-1',
              Ipv6CidrBlock: '2001:db8::/64',
              Ipv6CidrBlockState: { State: 'associated' },
              Ipv6AddressAttribute: 'public',
            },
          ],
          Tags: TAGS,
        },
      ],
    },
  },
  {
    call: 'ec2:DescribeRouteTables',
    response: {
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          VpcId: 'vpc-1',
          Associations: [
            { Main: false, RouteTableAssociationId: 'rtbassoc-1', RouteTableId: 'rtb-1', SubnetId: 'subnet-1' },
            { Main: true, RouteTableId: 'rtb-1', AssociationState: { State: 'associated' } },
            { Main: false, RouteTableId: 'rtb-1', GatewayId: 'igw-1' },
          ],
          Routes: [
            { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
            { DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-1', Origin: 'CreateRoute', State: 'active' },
            { DestinationPrefixListId: 'pl-1', NatGatewayId: 'nat-1', Origin: 'CreateRoute', State: 'blackhole' },
          ],
          PropagatingVgws: [],
          Tags: TAGS,
        },
      ],
    },
  },
  {
    call: 'ec2:DescribeInternetGateways',
    response: {
      InternetGateways: [
        { InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }], Tags: [] },
      ],
    },
  },
  {
    call: 'ec2:DescribeEgressOnlyInternetGateways',
    response: {
      EgressOnlyInternetGateways: [
        { EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [{ VpcId: 'vpc-1', State: 'attached' }] },
      ],
    },
  },
  {
    call: 'ec2:DescribeNatGateways',
    response: {
      NatGateways: [
        {
          NatGatewayId: 'nat-1',
          VpcId: 'vpc-1',
          SubnetId: 'subnet-1',
          State: 'available',
          ConnectivityType: 'public',
          NatGatewayAddresses: [{ NetworkInterfaceId: 'eni-9', PublicIp: '203.0.113.9', PrivateIp: '10.0.1.9' }],
        },
      ],
    },
  },
  {
    call: 'ec2:DescribeCarrierGateways',
    response: { CarrierGateways: [{ CarrierGatewayId: 'cagw-1', VpcId: 'vpc-1', State: 'available' }] },
  },
  {
    call: 'ec2:DescribeVpcEndpoints',
    response: {
      VpcEndpoints: [
        {
          VpcEndpointId: 'vpce-1',
          VpcEndpointType: 'GatewayLoadBalancer',
          VpcId: 'vpc-1',
          ServiceName: 'com.example.firewall',
          State: 'available',
          SubnetIds: ['subnet-1', 'subnet-2'],
          NetworkInterfaceIds: ['eni-8'],
        },
      ],
    },
  },
  {
    call: 'ec2:DescribeNetworkAcls',
    response: {
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          VpcId: 'vpc-1',
          IsDefault: false,
          Associations: [{ NetworkAclAssociationId: 'aclassoc-1', NetworkAclId: 'acl-1', SubnetId: 'subnet-1' }],
          Entries: [
            { RuleNumber: 100, Egress: false, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
            {
              RuleNumber: 110,
              Egress: true,
              RuleAction: 'deny',
              Protocol: '6',
              Ipv6CidrBlock: '::/0',
              PortRange: { From: 1024, To: 65_535 },
            },
            {
              RuleNumber: 120,
              Egress: false,
              RuleAction: 'allow',
              Protocol: '1',
              CidrBlock: '0.0.0.0/0',
              IcmpTypeCode: { Type: 8, Code: -1 },
            },
          ],
          Tags: [],
        },
      ],
    },
  },
  {
    call: 'ec2:DescribeSecurityGroups',
    response: {
      SecurityGroups: [
        {
          GroupId: 'sg-1',
          GroupName: 'open',
          Description: 'everything, also ümlauts',
          VpcId: 'vpc-1',
          OwnerId: '111122223333',
          IpPermissions: [
            {
              IpProtocol: 'tcp',
              FromPort: 8000,
              ToPort: 8000,
              IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'a & b' }],
              Ipv6Ranges: [{ CidrIpv6: '::/0' }],
              PrefixListIds: [{ PrefixListId: 'pl-1' }],
              UserIdGroupPairs: [{ GroupId: 'sg-2', UserId: '111122223333' }],
            },
          ],
          IpPermissionsEgress: [],
          Tags: TAGS,
        },
      ],
    },
  },
  {
    call: 'ec2:DescribeSecurityGroupRules',
    response: {
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: 'sgr-1',
          GroupId: 'sg-1',
          IsEgress: false,
          IpProtocol: 'tcp',
          FromPort: 8000,
          ToPort: 8000,
          CidrIpv4: '0.0.0.0/0',
        },
        {
          SecurityGroupRuleId: 'sgr-2',
          GroupId: 'sg-1',
          IsEgress: false,
          IpProtocol: '-1',
          FromPort: -1,
          ToPort: -1,
          ReferencedGroupInfo: { GroupId: 'sg-2', UserId: '111122223333' },
        },
      ],
    },
  },
  {
    call: 'ec2:DescribeManagedPrefixLists',
    response: {
      PrefixLists: [
        { PrefixListId: 'pl-1', PrefixListName: 'office', AddressFamily: 'IPv4', OwnerId: '111122223333', Version: 2 },
      ],
    },
  },
  {
    call: 'ec2:GetManagedPrefixListEntries',
    request: { PrefixListId: 'pl-1' },
    response: { Entries: [{ Cidr: '198.51.100.0/24', Description: 'office' }] },
  },
  {
    call: 'ec2:DescribeVpcBlockPublicAccessOptions',
    response: {
      VpcBlockPublicAccessOptions: {
        AwsAccountId: '111122223333',
        AwsRegion: 'eu-west-1',
        State: 'update-complete',
        InternetGatewayBlockMode: 'block-bidirectional',
        LastUpdateTimestamp: '2026-11-01T08:00:00.000Z',
      },
    },
  },
  {
    call: 'ec2:DescribeVpcBlockPublicAccessExclusions',
    response: {
      VpcBlockPublicAccessExclusions: [
        {
          ExclusionId: 'vpcbpa-exclude-1',
          InternetGatewayExclusionMode: 'allow-bidirectional',
          ResourceArn: 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1',
          State: 'create-complete',
        },
      ],
    },
  },
  {
    call: 'elbv2:DescribeLoadBalancers',
    response: {
      LoadBalancers: [
        {
          LoadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1',
          LoadBalancerName: 'web',
          DNSName: 'web-1.example.com',
          CreatedTime: '2026-11-01T08:00:00.000Z',
          Type: 'application',
          Scheme: 'internet-facing',
          IpAddressType: 'dualstack',
          VpcId: 'vpc-1',
          State: { Code: 'active' },
          AvailabilityZones: [
            {
              ZoneName: 'eu-west-1a',
              SubnetId: 'subnet-1',
              LoadBalancerAddresses: [{ IpAddress: '203.0.113.20', IPv6Address: '2001:db8::20' }],
            },
          ],
          SecurityGroups: ['sg-1'],
        },
      ],
    },
  },
  {
    call: 'elbv2:DescribeLoadBalancerAttributes',
    request: { LoadBalancerArn: 'arn:lb' },
    response: {
      Attributes: [
        { Key: 'ipv6.deny_all_igw_traffic', Value: 'false' },
        { Key: 'access_logs.s3.bucket', Value: '' },
      ],
    },
  },
  {
    call: 'elbv2:DescribeListeners',
    request: { LoadBalancerArn: 'arn:lb' },
    response: {
      Listeners: [
        {
          ListenerArn: 'arn:listener',
          LoadBalancerArn: 'arn:lb',
          Port: 443,
          Protocol: 'HTTPS',
          MutualAuthentication: { Mode: 'off' },
          DefaultActions: [
            {
              Type: 'authenticate-oidc',
              Order: 1,
              AuthenticateOidcConfig: {
                Issuer: 'https://login.example.com',
                OnUnauthenticatedRequest: 'deny',
                SessionTimeout: 604_800,
              },
            },
            {
              Type: 'forward',
              Order: 2,
              TargetGroupArn: 'arn:group',
              ForwardConfig: {
                TargetGroups: [{ TargetGroupArn: 'arn:group', Weight: 1 }],
                TargetGroupStickinessConfig: { Enabled: false },
              },
            },
          ],
        },
      ],
    },
  },
  {
    call: 'elbv2:DescribeRules',
    request: { ListenerArn: 'arn:listener' },
    response: {
      Rules: [
        {
          RuleArn: 'arn:rule',
          Priority: '10',
          IsDefault: false,
          Conditions: [
            { Field: 'path-pattern', Values: ['/v1/*'], PathPatternConfig: { Values: ['/v1/*'] } },
            { Field: 'source-ip', SourceIpConfig: { Values: ['198.51.100.0/24'] } },
            { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'q', Value: '*' }] } },
          ],
          Actions: [{ Type: 'forward', TargetGroupArn: 'arn:group' }],
        },
      ],
    },
  },
  {
    call: 'elbv2:DescribeTargetGroups',
    response: {
      TargetGroups: [
        {
          TargetGroupArn: 'arn:group',
          TargetGroupName: 'llm',
          Protocol: 'HTTP',
          ProtocolVersion: 'HTTP1',
          Port: 8000,
          VpcId: 'vpc-1',
          TargetType: 'ip',
          IpAddressType: 'ipv4',
          HealthCheckPath: '/health',
          LoadBalancerArns: ['arn:lb'],
        },
      ],
    },
  },
  {
    call: 'elbv2:DescribeTargetGroupAttributes',
    request: { TargetGroupArn: 'arn:group' },
    response: { Attributes: [{ Key: 'preserve_client_ip.enabled', Value: 'true' }] },
  },
  {
    call: 'elbv2:DescribeTargetHealth',
    request: { TargetGroupArn: 'arn:group' },
    response: {
      TargetHealthDescriptions: [
        {
          Target: { Id: '10.0.1.10', Port: 8000, AvailabilityZone: 'eu-west-1a' },
          HealthCheckPort: '8000',
          TargetHealth: { State: 'healthy' },
        },
      ],
    },
  },
  {
    call: 'elbv2:DescribeTags',
    request: { ResourceArns: ['arn:lb'] },
    response: { TagDescriptions: [{ ResourceArn: 'arn:lb', Tags: TAGS }] },
  },
  {
    call: 'elb:DescribeLoadBalancers',
    response: {
      LoadBalancerDescriptions: [
        {
          LoadBalancerName: 'old',
          DNSName: 'old.example.com',
          Scheme: 'internet-facing',
          VPCId: 'vpc-1',
          Subnets: ['subnet-1'],
          SecurityGroups: ['sg-1'],
          ListenerDescriptions: [
            {
              Listener: { Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 8000 },
              PolicyNames: [],
            },
          ],
          Instances: [{ InstanceId: 'i-1' }],
          HealthCheck: {
            Target: 'HTTP:8000/health',
            Interval: 30,
            Timeout: 5,
            UnhealthyThreshold: 2,
            HealthyThreshold: 10,
          },
        },
      ],
    },
  },
];
