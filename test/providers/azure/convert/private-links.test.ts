import { describe, expect, test } from 'vitest';
import {
  type AzureEstate,
  answersOf,
  BASE_Z,
  refused,
  withoutResources,
  withResources,
} from '../../../support/azure-estate.ts';
import { loadBalancer } from '../../../support/azure-fronts.ts';
import { judged, linesOf } from '../../../support/azure-judgement.ts';
import { type ArmRecord, armId, type Fields, network, nic, nsg } from '../../../support/azure-records.ts';
import { frontDoor, PLATFORM_SUBNETS, privateLinkService } from '../../../support/azure-services.ts';

const HOST = 'chat-0a1b2c3d.z01.azurefd.net';

/** The rows of the Front Door, without its name. */
function rows(estate: AzureEstate): readonly string[] {
  return judged(estate)
    .filter((line) => line.includes(HOST))
    .map((line) => line.replace(` ${HOST}`, ''));
}

const HTTPS_ONLY = { supportedProtocols: ['Https'] };

/** A machine without a public address behind a balancer that only a private link service publishes. */
const LINKED: AzureEstate = withResources(
  withoutResources(BASE_Z, 'pip-1'),
  nic('nic-1', { vm: 'vm-1', nsg: 'nsg-1' }),
  nsg('nsg-1'),
  network('vnet-1', ['10.0.0.0/16'], PLATFORM_SUBNETS),
  loadBalancer('lb-1', {
    frontends: { front: '10.0.1.100' },
    pools: { pool: ['nic-1'] },
    rules: { web: 'tcp 443 -> 8000' },
  }),
  privateLinkService('pls-1', 'lb-1/front'),
);

function linked(link: Fields = {}, ...records: readonly ArmRecord[]): AzureEstate {
  const door = frontDoor('fd-1', {
    origins: { vm: { host: 'chat.example.com', privateLink: 'pls-1' } },
    route: HTTPS_ONLY,
  });
  const changed = door.map((record) => withLink(record, link));
  return withResources(withResources(LINKED, ...changed), ...records);
}

function withLink(record: ArmRecord, link: Fields): ArmRecord {
  if (record.id !== armId('origin', 'fd-1/group/vm')) return record;
  const own = {
    privateLink: { id: armId('privateLink', 'pls-1') },
    requestMessage: 'front door',
    status: 'Approved',
    ...link,
  };
  return {
    ...record,
    properties: {
      hostName: 'chat.example.com',
      httpPort: 80,
      httpsPort: 443,
      enabledState: 'Enabled',
      sharedPrivateLinkResource: own,
    },
  };
}

function connected(...states: readonly Fields[]): ArmRecord {
  const service = privateLinkService('pls-1', 'lb-1/front');
  const connections = states.map((state) => ({ properties: { privateLinkServiceConnectionState: state } }));
  return { ...service, properties: { ...(service['properties'] as Fields), privateEndpointConnections: connections } };
}

describe('a private origin', () => {
  const OPEN = ['vm-1 reachable tcp 443->8000 world by nsg-1 65000 AllowVnetInBound'];

  test('is reached through a private link service, as if from inside', () => {
    expect(rows(linked())).toEqual(OPEN);
  });

  test('is guarded by what its machine says of the addresses of the service', () => {
    expect(rows(linked({}, nsg('nsg-1', ['100 deny tcp 10.0.4.5 -> 8000'])))).toEqual([
      'vm-1 blocked tcp 443->8000 world by nsg-1 100 r100',
    ]);
  });

  test.for([
    ['was approved', connected({ status: 'Approved', description: 'front door' }), OPEN],
    [
      'still waits',
      connected({ status: 'Pending', description: 'front door' }, { status: 'Approved', description: 'somebody else' }),
      ['vm-1 blocked tcp 443->8000 world by pls-1 no approved connection'],
    ],
    ['has no connection at all', connected(), ['vm-1 blocked tcp 443->8000 world by pls-1 no approved connection']],
  ] as const)('whose link %s, as only the service tells', ([, service, expected]) => {
    expect(rows(linked({ status: null }, service))).toEqual(expected);
  });

  test('whose link was rejected is closed', () => {
    expect(rows(linked({ status: 'Rejected' }))).toEqual([
      'vm-1 blocked tcp 443->8000 world by pls-1 private link rejected',
    ]);
  });

  test('that is a resource of the platform is told by its id', () => {
    const site = armId('Microsoft.Web/sites', 'site-1');
    expect(rows(linked({ privateLink: { id: site } }))).toEqual(['site-1 reachable tcp 443 world']);
    expect(rows(linked({ privateLink: { id: site }, status: null }))).toEqual([
      'site-1 unknown tcp 443 world missing Microsoft.Web/sites/privateEndpointConnections',
    ]);
  });

  test('is never closed, and never open, on an answer that we did not get', () => {
    const answers = answersOf(linked({ status: null }, connected({ status: 'Approved', description: 'front door' })));
    const calls = [...new Set(answers.map(({ call }) => call))];
    for (const call of calls) {
      const lines = linesOf(answers.map((answer) => (answer.call === call ? refused(answer) : answer)));
      const told = lines.filter(
        (line) => line.includes('vm-1') || line.includes(HOST) || line.includes('collection gap'),
      );
      const isOpen = lines.some((line) => /^vm-1 chat\S* reachable/.test(line));
      const isUnknown = lines.some((line) => line.includes(' unknown '));
      expect([call, isOpen || isUnknown, told.length > 0]).toEqual([call, true, true]);
    }
  });
});
