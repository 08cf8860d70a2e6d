import { type AzureEstate, BASE_Z, withoutResources, withResources, withServiceTags } from '../support/azure-estate.ts';
import {
  applicationGateway,
  azureFirewall,
  firewallPolicy,
  ipGroup,
  loadBalancer,
  ruleGroup,
} from '../support/azure-fronts.ts';
import {
  type ArmRecord,
  armResource,
  network,
  nsg,
  part,
  publicIp,
  refTo,
  type SubnetOptions,
  vm,
} from '../support/azure-records.ts';
import {
  bastion,
  containerGroup,
  frontDoor,
  managedCluster,
  PLATFORM_SUBNETS,
  privateLinkService,
} from '../support/azure-services.ts';
import { PRIVATE } from './azure-balancer-rows.ts';
import { type OracleRow, rules } from './azure-rows.ts';

function platform(more: Readonly<Record<string, SubnetOptions>> = {}): ArmRecord {
  return network('vnet-1', ['10.0.0.0/16'], { ...PLATFORM_SUBNETS, ...more });
}

/** A machine whose group lets in its own network only. */
const INNER = withResources(PRIVATE, rules(), platform());

const GATEWAY_RULES = ['100 allow tcp Internet -> 443', '110 allow tcp GatewayManager -> 65200-65535'];

type GatewayOptions = Parameters<typeof applicationGateway>[1];

function gateway(more: Partial<GatewayOptions> = {}): ArmRecord {
  return applicationGateway('agw-1', {
    frontends: { public: 'pip-gw' },
    listeners: { web: 'https 443' },
    pools: { chat: ['10.0.1.4'] },
    settings: { http: 'http 8000' },
    rules: { route: 'web -> chat http' },
    ...more,
  });
}

/** Z36: an application gateway on 443 in front of port 8000, each with a group of its own. */
export const BASE_AGW: AzureEstate = withResources(
  INNER,
  platform({ gateway: { prefix: '10.0.2.0/24', nsg: 'nsg-gw' } }),
  nsg('nsg-gw', GATEWAY_RULES),
  publicIp('pip-gw', '203.0.113.20'),
  gateway(),
);

function agw(...changes: readonly ArmRecord[]): AzureEstate {
  return withResources(BASE_AGW, ...changes);
}

const VM_CLOSED = 'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address, nsg-1 65500 DenyAllInBound';
const OPEN = 'vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-gw 100 r100, nsg-1 65000 AllowVnetInBound';

/** Blocks whoever is not from one block. */
function addressRule(mode: string): readonly ArmRecord[] {
  const condition = {
    matchVariables: [{ variableName: 'RemoteAddr' }],
    operator: 'IPMatch',
    negationConditon: true,
    matchValues: ['8.8.8.0/24'],
  };
  const rule = { name: 'OnlyUs', priority: 10, ruleType: 'MatchRule', action: 'Block', matchConditions: [condition] };
  const policy = { policySettings: { state: 'Enabled', mode }, customRules: [{ ...rule, state: 'Enabled' }] };
  return [
    armResource('wafPolicy', 'waf-1', policy),
    gateway({ sku: 'WAF_v2', properties: { firewallPolicy: refTo('wafPolicy', 'waf-1') } }),
  ];
}

const MUTUAL_TLS: Partial<GatewayOptions> = {
  extra: { web: { sslProfile: refTo('agwSsl', 'agw-1/mutual') } },
  properties: {
    sslProfiles: [
      part('agwSsl', 'agw-1/mutual', {
        clientAuthConfiguration: { verifyClientCertIssuerDN: false },
        trustedClientCertificates: [{ id: 'ca-1' }],
      }),
    ],
  },
};

export const GATEWAY_ROWS: readonly OracleRow[] = [
  {
    id: 'Z36',
    says: 'an application gateway, which the machine’s group takes for its own network',
    estate: BASE_AGW,
    expected: [OPEN, VM_CLOSED],
  },
  {
    id: 'Z36-near',
    says: '… and lets in nobody from the gateway’s subnet',
    estate: agw(rules('100 deny * 10.0.2.0/24 -> *')),
    expected: ['vm-1 203.0.113.20 blocked tcp 443->8000 world by nsg-1 100 r100', VM_CLOSED],
  },
  {
    id: 'Z36-bare',
    says: 'without a group on its subnet a gateway is open',
    estate: agw(platform()),
    expected: ['vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-1 65000 AllowVnetInBound', VM_CLOSED],
  },
  {
    id: 'Z37',
    says: 'the gateway’s group admits nothing but its managers',
    estate: agw(nsg('nsg-gw', GATEWAY_RULES.slice(1))),
    expected: ['vm-1 203.0.113.20 blocked tcp 443->8000 world by nsg-gw 65500 DenyAllInBound', VM_CLOSED],
  },
  {
    id: 'Z38',
    says: 'a listener that only redirects leads to nothing behind it',
    estate: agw(gateway({ rules: { away: 'web -> redirect out' }, redirects: { out: 'https://www.example.com/' } })),
    expected: ['agw-1 203.0.113.20 reachable tcp 443 world by nsg-gw 100 r100', VM_CLOSED],
  },
  {
    id: 'Z38-none',
    says: 'a listener without a rule serves nothing',
    estate: agw(gateway({ rules: {} })),
    expected: ['agw-1/web 203.0.113.20 blocked tcp 443 world latent by agw-1/web no routing rule', VM_CLOSED],
  },
  {
    id: 'agw-host',
    says: 'a host name is the client’s to choose',
    estate: agw(gateway({ listeners: { web: 'https 443 chat.example.com' } })),
    expected: [OPEN.replace(' by ', ' if host chat.example.com by '), VM_CLOSED],
  },
  {
    id: 'agw-paths',
    says: 'paths are the client’s to choose too, and each leads elsewhere',
    estate: agw(
      rules('100 allow tcp 10.0.2.0/24 -> 9000', '200 deny * * -> *'),
      gateway({
        settings: { http: 'http 8000', api: 'http 9000' },
        rules: { route: 'web -> paths map' },
        paths: { map: ['default -> chat http', '/api/* -> chat api'] },
      }),
    ),
    expected: [
      'vm-1 203.0.113.20 reachable tcp 443->9000 world if path /api/* by nsg-gw 100 r100, nsg-1 100 r100',
      'vm-1 203.0.113.20 blocked tcp 443->8000 world by nsg-1 200 r200',
      'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address, nsg-1 200 r200',
    ],
  },
  {
    id: 'agw-nic',
    says: 'a pool that names the interface',
    estate: agw(gateway({ pools: { chat: ['nic-1'] } })),
    expected: [OPEN, VM_CLOSED],
  },
  {
    id: 'agw-private',
    says: 'a private front is no way in',
    estate: withResources(
      withoutResources(BASE_AGW, 'pip-gw'),
      gateway({ frontends: { private: '10.0.2.10' }, listeners: { web: 'https 443 at private' } }),
    ),
    expected: [VM_CLOSED],
  },
  {
    id: 'agw-waf',
    says: 'a firewall policy that blocks all but one block',
    estate: agw(...addressRule('Prevention')),
    expected: [
      OPEN.replace('world', 'narrow 8.8.8.0/24').replace('100 r100, ', '100 r100, waf-1 no custom rule blocks, '),
      VM_CLOSED,
    ],
  },
  {
    id: 'agw-waf-detection',
    says: '… and only writes it down',
    estate: agw(...addressRule('Detection')),
    expected: [OPEN, VM_CLOSED],
  },
  {
    id: 'agw-mtls',
    says: 'clients show a certificate',
    estate: agw(gateway(MUTUAL_TLS)),
    expected: [OPEN.replace(' by ', ' gate mtls by '), VM_CLOSED],
  },
  {
    id: 'agw-stopped',
    says: 'the gateway is stopped',
    estate: agw(gateway({ properties: { operationalState: 'Stopped' } })),
    expected: ['vm-1 203.0.113.20 blocked tcp 443->8000 world latent by agw-1 stopped', VM_CLOSED],
  },
  {
    id: 'agw-external',
    says: 'a host elsewhere is behind it',
    estate: agw(gateway({ pools: { chat: ['chat.example.org'] } })),
    expected: ['chat.example.org 203.0.113.20 reachable tcp 443->8000 world by nsg-gw 100 r100', VM_CLOSED],
  },
];

/** Z39: a firewall translates 443 to port 8000 of a machine. */
const DNAT = 'chat tcp * -> 203.0.113.20:443 to 10.0.1.4:8000';
const DNAT_NARROW = 'chat tcp 8.8.8.0/24 -> 203.0.113.20:443 to 10.0.1.4:8000';

function firewalled(options: Parameters<typeof azureFirewall>[1], ...more: readonly ArmRecord[]): AzureEstate {
  return withResources(
    INNER,
    publicIp('pip-fw', '203.0.113.20'),
    azureFirewall('fw-1', { publicIps: ['pip-fw'], ...options }),
    ...more,
  );
}

const THROUGH_FIREWALL = 'vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-1 65000 AllowVnetInBound';

const NARROW = THROUGH_FIREWALL.replace('world by ', 'narrow 8.8.8.0/24 by fw-1/chat source address, ');

export const FIREWALL_ROWS: readonly OracleRow[] = [
  {
    id: 'Z39',
    says: 'a firewall translates, and is taken for the machine’s own network',
    estate: firewalled({ nat: { web: [DNAT] } }),
    expected: [THROUGH_FIREWALL, VM_CLOSED],
  },
  {
    id: 'Z39-near',
    says: '… and the machine’s group lets in nobody from its subnet',
    estate: firewalled({ nat: { web: [DNAT] } }, rules('100 deny * 10.0.3.0/26 -> *')),
    expected: ['vm-1 203.0.113.20 blocked tcp 443->8000 world by nsg-1 100 r100', VM_CLOSED],
  },
  {
    id: 'Z39-policy',
    says: 'the rule is in a policy',
    estate: firewalled(
      { policy: 'policy-1' },
      firewallPolicy('policy-1'),
      ruleGroup('policy-1/group-1', 100, { web: [DNAT] }),
    ),
    expected: [THROUGH_FIREWALL, VM_CLOSED],
  },
  {
    id: 'Z39-parent',
    says: 'the rule is in the policy’s parent',
    estate: firewalled(
      { policy: 'policy-1' },
      firewallPolicy('policy-1', 'policy-0'),
      firewallPolicy('policy-0'),
      ruleGroup('policy-0/group-0', 100, { web: [DNAT] }),
    ),
    expected: [THROUGH_FIREWALL, VM_CLOSED],
  },
  {
    id: 'Z40',
    says: 'the rule is for one block',
    estate: firewalled({ nat: { web: [DNAT_NARROW] } }),
    expected: [NARROW, VM_CLOSED],
  },
  {
    id: 'Z40-group',
    says: '… by the name of a group of addresses',
    estate: firewalled(
      { nat: { web: ['chat tcp ipg-us -> 203.0.113.20:443 to 10.0.1.4:8000'] } },
      ipGroup('ipg-us', ['8.8.8.0/24']),
    ),
    expected: [NARROW, VM_CLOSED],
  },
  {
    id: 'Z40-private',
    says: 'the rule is for private clients',
    estate: firewalled({ nat: { web: ['chat tcp 10.0.0.0/8 -> 203.0.113.20:443 to 10.0.1.4:8000'] } }),
    expected: ['vm-1 203.0.113.20 blocked tcp 443->8000 world by fw-1/chat source address', VM_CLOSED],
  },
  {
    id: 'fw-stopped',
    says: 'the machine behind is deallocated',
    estate: firewalled({ nat: { web: [DNAT] } }, vm('vm-1', 'deallocated')),
    expected: [
      'vm-1 203.0.113.20 blocked tcp 443->8000 world latent by vm-1 deallocated',
      'vm-1 10.0.1.4 blocked tcp 0-65535 world by nic-1 no public address, vm-1 deallocated, nsg-1 65500 DenyAllInBound',
    ],
  },
];

const INNER_BALANCER = loadBalancer('lb-1', {
  frontends: { front: '10.0.1.100' },
  pools: { pool: ['nic-1'] },
  rules: { web: 'tcp 443 -> 8000' },
});

/** Front Door reaches an internal load balancer through a private link service. */
const LINKED: AzureEstate = withResources(
  INNER,
  INNER_BALANCER,
  privateLinkService('pls-1', 'lb-1/front'),
  ...frontDoor('afd-1', { origins: { inner: { host: 'chat.internal.example', privateLink: 'pls-1' } } }),
);

/** Front Door in front of the machine of BASE-Z. */
const FRONTED = withResources(BASE_Z, ...frontDoor('afd-1', { origins: { web: { host: '203.0.113.10' } } }));

const SITE = 'chat-0a1b2c3d.z01.azurefd.net';

const API = 'aks-1-dns-0a1b2c3d.hcp.westeurope.azmk8s.io';

export const EDGE_ROWS: readonly OracleRow[] = [
  {
    id: 'afd-link',
    says: 'Front Door and a private link service lead to a machine of a private network',
    estate: LINKED,
    expected: [
      `vm-1 ${SITE} reachable tcp 80->8000 world by nsg-1 65000 AllowVnetInBound`,
      `vm-1 ${SITE} reachable tcp 443->8000 world by nsg-1 65000 AllowVnetInBound`,
      VM_CLOSED,
    ],
  },
  {
    id: 'afd-link-near',
    says: '… whose group lets in nobody from the link’s subnet',
    estate: withResources(LINKED, rules('100 deny * 10.0.4.0/24 -> *')),
    expected: [
      `vm-1 ${SITE} blocked tcp 80->8000 world by nsg-1 100 r100`,
      `vm-1 ${SITE} blocked tcp 443->8000 world by nsg-1 100 r100`,
      VM_CLOSED,
    ],
  },
  {
    id: 'afd-disabled',
    says: 'its endpoint is disabled',
    estate: withResources(
      LINKED,
      ...frontDoor('afd-1', {
        origins: { inner: { host: 'chat.internal.example', privateLink: 'pls-1' } },
        endpointEnabled: false,
      }),
    ),
    expected: [
      `vm-1 ${SITE} blocked tcp 80->8000 world latent by afd-1/chat disabled`,
      `vm-1 ${SITE} blocked tcp 443->8000 world latent by afd-1/chat disabled`,
      VM_CLOSED,
    ],
  },
  {
    id: 'bastion',
    says: 'a bastion lets in whoever has signed in',
    estate: withResources(INNER, publicIp('pip-bastion', '203.0.113.60'), bastion('bastion-1', 'pip-bastion')),
    expected: ['bastion-1 203.0.113.60 reachable tcp 443 world gate iam', VM_CLOSED],
  },
  {
    id: 'bastion-private',
    says: '… and stands in private',
    estate: withResources(
      INNER,
      publicIp('pip-bastion', '203.0.113.60'),
      bastion('bastion-1', 'pip-bastion', { enablePrivateOnlyBastion: true }),
    ),
    expected: [
      'bastion-1 bst-0a1b2c3d.bastion.azure.com blocked tcp 443 world gate iam by bastion-1 no public address',
      VM_CLOSED,
    ],
  },
  {
    id: 'aks',
    says: 'an API server is open to whoever can sign in',
    estate: withResources(INNER, managedCluster('aks-1')),
    expected: [`aks-1 ${API} reachable tcp 443 world gate iam by aks-1 no authorized IP ranges`, VM_CLOSED],
  },
  {
    id: 'aks-ranges',
    says: '… from one block',
    estate: withResources(INNER, managedCluster('aks-1', { authorized: ['8.8.8.0/24'] })),
    expected: [`aks-1 ${API} reachable tcp 443 narrow 8.8.8.0/24 gate iam by aks-1 authorized IP ranges`, VM_CLOSED],
  },
  {
    id: 'aks-ranges-none',
    says: '… from everywhere, for a list without ranges is no list',
    estate: withResources(INNER, managedCluster('aks-1', { authorized: [] })),
    expected: [`aks-1 ${API} reachable tcp 443 world gate iam by aks-1 no authorized IP ranges`, VM_CLOSED],
  },
  {
    id: 'aks-private',
    says: '… and is private',
    estate: withResources(INNER, managedCluster('aks-1', { isPrivate: true })),
    expected: [`aks-1 ${API} blocked tcp 443 world gate iam by aks-1 private cluster`, VM_CLOSED],
  },
  {
    id: 'Z55',
    says: 'containers with a public address, which no group guards',
    estate: withResources(INNER, containerGroup('aci-1', { address: '203.0.113.90', ports: ['tcp 11434'] })),
    expected: ['aci-1 203.0.113.90 reachable tcp 11434 world by aci-1 tcp 11434', VM_CLOSED],
  },
  {
    id: 'Z55-near',
    says: '… and with a private one',
    estate: withResources(
      INNER,
      containerGroup('aci-1', { address: '10.0.1.30', type: 'Private', ports: ['tcp 11434'] }),
    ),
    expected: ['aci-1 10.0.1.30 blocked tcp 11434 world by aci-1 no public address', VM_CLOSED],
  },
  {
    id: 'afd-public',
    says: 'Front Door in front of a public address, which is open to all as well',
    estate: withResources(FRONTED, rules('100 allow tcp * -> 443')),
    expected: [
      `vm-1 ${SITE} reachable tcp 80->443 world by nsg-1 100 r100`,
      `vm-1 ${SITE} reachable tcp 443 world by nsg-1 100 r100`,
      'vm-1 203.0.113.10 reachable tcp 443 world by nsg-1 100 r100',
    ],
  },
  {
    id: 'afd-fenced',
    says: '… which lets in Front Door alone, and so whoever has one',
    estate: withServiceTags(withResources(FRONTED, rules('100 allow tcp AzureFrontDoor.Backend -> 443')), {
      'AzureFrontDoor.Backend': ['198.51.100.0/25'],
    }),
    expected: [
      `vm-1 ${SITE} reachable tcp 80->443 world by nsg-1 100 r100`,
      `vm-1 ${SITE} reachable tcp 443 world by nsg-1 100 r100`,
      'vm-1 203.0.113.10 reachable tcp 443 narrow 198.51.100.0/25 provider-range by nsg-1 100 r100',
    ],
  },
];
