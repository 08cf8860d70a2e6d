import { describe, expect, test } from 'vitest';
import {
  type AzureEstate,
  answersOf,
  BASE_Z,
  refused,
  withoutResources,
  withResources,
} from '../../../support/azure-estate.ts';
import { azureFirewall, firewallPolicy, ipGroup, ruleGroup } from '../../../support/azure-fronts.ts';
import { judged, linesOf } from '../../../support/azure-judgement.ts';
import { type ArmRecord, armId, network, nic, nsg, publicIp, routeTable, vm } from '../../../support/azure-records.ts';
import { PLATFORM_SUBNETS } from '../../../support/azure-services.ts';

/** A machine without a public address, and a firewall in front of its network. */
const PRIVATE: AzureEstate = withResources(
  withoutResources(BASE_Z, 'pip-1'),
  nic('nic-1', { vm: 'vm-1', nsg: 'nsg-1' }),
  nsg('nsg-1'),
  network('vnet-1', ['10.0.0.0/16'], PLATFORM_SUBNETS),
  publicIp('pip-fw', '203.0.113.20'),
);

const FIREWALL = azureFirewall('fw-1', { publicIps: ['pip-fw'], policy: 'policy-1' });
const POLICY = firewallPolicy('policy-1');

function behind(...records: readonly ArmRecord[]): AzureEstate {
  return withResources(withResources(PRIVATE, FIREWALL, POLICY), ...records);
}

function withRules(...rules: readonly string[]): AzureEstate {
  return behind(ruleGroup('policy-1/group-1', 100, { web: rules }));
}

/** What the firewall's own rows say. */
function rows(estate: AzureEstate): readonly string[] {
  return judged(estate).filter((line) => /^(?:fw|vm)-\d 203\.0\.113\.2/.test(line));
}

describe('the rules of a firewall', () => {
  test.for([
    [
      'a rule of the policy leads to the machine, whose group sees the firewall',
      withRules('chat tcp * -> 203.0.113.20:443 to 10.0.1.4:8000'),
      ['vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-1 65000 AllowVnetInBound'],
    ],
    [
      'a rule for a few admits those few',
      withRules('chat tcp 8.8.8.0/24 -> 203.0.113.20:443 to 10.0.1.4:8000'),
      [
        'vm-1 203.0.113.20 reachable tcp 443->8000 narrow 8.8.8.0/24 by policy-1/group-1/chat source address, nsg-1 65000 AllowVnetInBound',
      ],
    ],
    [
      'a rule of the firewall itself counts where there is no policy',
      withResources(
        PRIVATE,
        azureFirewall('fw-1', {
          publicIps: ['pip-fw'],
          nat: { web: ['chat udp * -> 203.0.113.20:53 to 10.0.1.4:5353'] },
        }),
      ),
      ['vm-1 203.0.113.20 reachable udp 53->5353 world by nsg-1 65000 AllowVnetInBound'],
    ],
    [
      'any protocol is two',
      withRules('chat any * -> 203.0.113.20:443 to 10.0.1.4:8000'),
      [
        'vm-1 203.0.113.20 reachable tcp 443->8000 world by nsg-1 65000 AllowVnetInBound',
        'vm-1 203.0.113.20 reachable udp 443->8000 world by nsg-1 65000 AllowVnetInBound',
      ],
    ],
    [
      'a rule for another address leaves this one without any',
      withRules('chat tcp * -> 203.0.113.99:443 to 10.0.1.4:8000'),
      ['fw-1 203.0.113.20 blocked tcp 0-65535 world by fw-1 no DNAT rule'],
    ],
    [
      'a group of addresses stands for those in it',
      behind(
        ipGroup('ipg-office', ['8.8.8.0/25', '8.8.8.128-8.8.8.255']),
        ruleGroup('policy-1/group-1', 100, { web: ['chat tcp ipg-office -> 203.0.113.20:443 to 10.0.1.4:8000'] }),
      ),
      [
        'vm-1 203.0.113.20 reachable tcp 443->8000 narrow 8.8.8.0/24 by policy-1/group-1/chat source address, nsg-1 65000 AllowVnetInBound',
      ],
    ],
  ] as const)('%s', ([, estate, expected]) => {
    expect(rows(estate)).toEqual(expected);
  });
});

describe('the order of rules', () => {
  const TWO = withResources(PRIVATE, nic('nic-2', { address: '10.0.1.5', nsg: 'nsg-1', vm: 'vm-2' }), vm('vm-2'));
  const toFirst = 'first tcp * -> 203.0.113.20:443 to 10.0.1.4:8000';
  const toSecond = 'second tcp * -> 203.0.113.20:440-450 to 10.0.1.5:9000';

  function targets(...records: readonly ArmRecord[]): readonly string[] {
    return rows(withResources(withResources(TWO, FIREWALL, POLICY), ...records)).map((line) =>
      line.split(' ').slice(0, 5).join(' '),
    );
  }

  test('the first that matches takes the port, and leaves the others to the next', () => {
    expect(targets(ruleGroup('policy-1/group-1', 100, { web: [toFirst, toSecond] }))).toEqual([
      'vm-1 203.0.113.20 reachable tcp 443->8000',
      'vm-2 203.0.113.20 reachable tcp 440-442->9000',
      'vm-2 203.0.113.20 reachable tcp 444-450->9000',
    ]);
  });

  test('a first rule for a few leaves the port to the next for everyone else', () => {
    const few = 'few tcp 8.8.8.0/24 -> 203.0.113.20:443 to 10.0.1.4:8000';
    const lines = targets(ruleGroup('policy-1/group-1', 100, { web: [few, toSecond] }));
    expect(lines).toContain('vm-1 203.0.113.20 reachable tcp 443->8000');
    expect(lines).toContain('vm-2 203.0.113.20 reachable tcp 443->9000');
  });

  test('the group with the lower number comes first, wherever it is listed', () => {
    const late = ruleGroup('policy-1/group-a', 300, { web: [toFirst] });
    const early = ruleGroup('policy-1/group-b', 200, { web: [toSecond] });
    expect(targets(late, early)).toEqual([
      'vm-2 203.0.113.20 reachable tcp 440-442->9000',
      'vm-2 203.0.113.20 reachable tcp 443->9000',
      'vm-2 203.0.113.20 reachable tcp 444-450->9000',
    ]);
  });

  test('what a policy inherits comes before what it says itself, whatever the numbers', () => {
    const inherited = [
      firewallPolicy('policy-1', 'policy-base'),
      firewallPolicy('policy-base'),
      ruleGroup('policy-base/group-1', 900, { web: [toFirst] }),
      ruleGroup('policy-1/group-1', 100, { web: [toSecond] }),
    ];
    expect(targets(...inherited)).toContain('vm-1 203.0.113.20 reachable tcp 443->8000');
    expect(targets(...inherited)).not.toContain('vm-2 203.0.113.20 reachable tcp 443->9000');
  });
});

describe('a firewall in the way of replies, or out of service', () => {
  const rule = 'chat tcp * -> 203.0.113.20:443 to 10.0.1.4:8000';

  test('no conversation comes about where the firewall sends its replies elsewhere', () => {
    const subnets = { ...PLATFORM_SUBNETS, AzureFirewallSubnet: { prefix: '10.0.3.0/26', routes: 'rt-1' } };
    const forced = withResources(
      withRules(rule),
      network('vnet-1', ['10.0.0.0/16'], subnets),
      routeTable('rt-1', ['0.0.0.0/0 -> VirtualNetworkGateway']),
    );
    expect(rows(forced)).toEqual([
      'vm-1 203.0.113.20 blocked tcp 443->8000 world by rt-1 0.0.0.0/0 -> VirtualNetworkGateway',
    ]);
  });

  test('one without addresses is out of service, and would be open at those that its rules name', () => {
    const stopped = withResources(withRules(rule), azureFirewall('fw-1', { policy: 'policy-1' }));
    expect(rows(stopped)).toEqual(['vm-1 203.0.113.20 blocked tcp 443->8000 world latent by fw-1 deallocated']);
  });

  test('one in a virtual hub is entered by the addresses that the hub gave it', () => {
    const hub = withResources(
      withRules('chat tcp * -> 203.0.113.21:443 to 10.0.1.4:8000'),
      azureFirewall('fw-1', {
        policy: 'policy-1',
        properties: {
          virtualHub: { id: armId('Microsoft.Network/virtualHubs', 'hub-1') },
          hubIPAddresses: {
            privateIPAddress: '10.9.0.132',
            publicIPs: { count: 1, addresses: [{ address: '203.0.113.21' }] },
          },
        },
      }),
      {
        id: armId('Microsoft.Network/virtualHubs', 'hub-1'),
        name: 'hub-1',
        properties: { addressPrefix: '10.9.0.0/24' },
      },
      nsg('nsg-1', ['100 allow tcp 10.9.0.0/24 -> 8000']),
    );
    expect(rows(hub)).toEqual(['vm-1 203.0.113.21 reachable tcp 443->8000 world by nsg-1 100 r100']);
  });
});

describe('what was not read of a firewall', () => {
  const ESTATE = behind(
    ipGroup('ipg-office', ['8.8.8.0/24']),
    firewallPolicy('policy-1', 'policy-base'),
    firewallPolicy('policy-base'),
    ruleGroup('policy-1/group-1', 100, { web: ['chat tcp ipg-office -> 203.0.113.20:443 to 10.0.1.4:8000'] }),
  );

  test.for([
    ['Microsoft.Network/firewallPolicies', 'policy-1'],
    ['Microsoft.Network/firewallPolicies/ruleCollectionGroups', 'policy-1'],
    ['Microsoft.Network/firewallPolicies/ruleCollectionGroups', 'policy-base'],
    ['Microsoft.Network/ipGroups', undefined],
    ['Microsoft.Network/publicIPAddresses', undefined],
  ] as const)('leaves it unknown, and names %s %s', ([type, parent]) => {
    const answers = answersOf(ESTATE).map((answer) => {
      const about = answer.request?.['id'];
      const isAbout = parent === undefined || about === undefined || about === armId('policy', parent);
      return answer.call === `azure:${type}` && isAbout ? refused(answer) : answer;
    });
    const own = linesOf(answers).filter((line) => /^(?:fw-1|vm-1) (?:203|pip-fw)/.test(line));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((line) => line.includes(' blocked '))).toEqual([]);
    expect(own.some((line) => line.includes(' unknown ') && line.includes(`missing ${type}`))).toBe(true);
  });

  test('a group of addresses that is not there keeps open what the rule says itself', () => {
    const rule = 'chat tcp 1.1.1.0/24,ipg-gone -> 203.0.113.20:443 to 10.0.1.4:8000';
    const lines = rows(withRules(rule));
    expect(lines).toContainEqual(expect.stringContaining('reachable tcp 443->8000 narrow 1.1.1.0/24'));
    expect(lines).toContainEqual(
      expect.stringMatching(/unknown tcp 443->8000 world if .* missing Microsoft.Network\/ipGroups/),
    );
  });
});
