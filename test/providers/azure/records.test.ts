import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cut } from '../../../providers/azure/cut.ts';
import type { ArmKind } from '../../../providers/azure/records/arm-kind.ts';
import { containerGroups } from '../../../providers/azure/records/container-groups.ts';
import { RECORDS } from '../../../providers/azure/records/index.ts';
import { networkInterfaces } from '../../../providers/azure/records/network-interfaces.ts';
import { virtualMachines } from '../../../providers/azure/records/virtual-machines.ts';
import { decode } from '../../../src/collect/decode.ts';
import { EXAMPLES } from './record-examples.ts';

const KINDS = RECORDS.map((kind) => [kind.call.replace('azure:', ''), kind] as const);

describe('records of Azure', () => {
  test.for(KINDS)('%s: a whole record decodes, and keeps what it says', ([name, kind]) => {
    const [record] = read(kind, exampleOf(name));
    expect(JSON.stringify(record).length).toBeGreaterThan(40);
    expect(namesIn(record)).toEqual(expect.arrayContaining(['id']));
  });

  test.for(KINDS)('%s: the command line prints settings beside the name', ([name, kind]) => {
    expect(read(kind, flattened(exampleOf(name)))).toEqual(read(kind, exampleOf(name)));
  });

  test.for(KINDS)('%s: the case of a key means nothing', ([name, kind]) => {
    const expected = read(kind, exampleOf(name));
    expect(
      read(
        kind,
        respelled(exampleOf(name), (key) => key.toLowerCase()),
      ),
    ).toEqual(expected);
    expect(
      read(
        kind,
        respelled(exampleOf(name), (key) => key.toUpperCase()),
      ),
    ).toEqual(expected);
  });

  test.for(KINDS)('%s: null and absent are the same, at every depth', ([name, kind]) => {
    const expected = read(kind, exampleOf(name));
    expect(read(kind, withNulls(exampleOf(name), namesOf(kind.record)))).toEqual(expected);
  });

  test.for(KINDS)('%s: what is cut once is not changed by cutting it again', ([name, { call, list }]) => {
    const at = '2026-11-01T08:00:00Z';
    const once = cut({ call, at, response: { [list]: [exampleOf(name)] } });
    expect(once.error).toBeUndefined();
    expect(cut(once)).toEqual(once);
  });

  test.for(KINDS)('%s: fields are called as the SDK calls them', ([, kind]) => {
    const known = sdkOf(kind);
    const strange = [...namesOf(kind.record)].filter((name) => known !== undefined && !known.has(name));
    expect(known?.size ?? 1_000).toBeGreaterThan(50);
    expect(strange).toEqual([]);
  });

  test('a call is known however its type is spelled', () => {
    const answer = {
      at: '2026-11-01T08:00:00Z',
      response: { value: [exampleOf('Microsoft.Network/networkInterfaces')] },
    };
    const plain = cut({ ...answer, call: 'azure:Microsoft.Network/networkInterfaces' });
    expect(cut({ ...answer, call: 'azure:microsoft.network/networkinterfaces' })).toEqual(plain);
    expect(cut({ ...answer, call: 'azure:Microsoft.Unknown/things' })).toMatchObject({
      call: 'azure:Microsoft.Unknown/things',
      response: {},
    });
  });

  test('each call is registered once, with a permission of its type, and has an example', () => {
    const calls = RECORDS.map(({ call }) => call);
    expect(new Set(calls).size).toBe(calls.length);
    expect(Object.keys(EXAMPLES)).toEqual(expect.arrayContaining(KINDS.map(([name]) => name)));
    for (const { permission, type } of RECORDS) expect(permission.startsWith(`${type}/`)).toBe(true);
  });

  test.for([
    [
      'a record without an id is named, and its neighbours are kept',
      [{ name: 'x' }, exampleOf('Microsoft.Network/networkInterfaces')],
      1,
      1,
    ],
    ['settings that are none are named', [{ id: '/x', properties: { ipConfigurations: 'gone' } }], 0, 1],
    ['a text is no record', ['gone'], 0, 1],
    ['no settings at all are nothing set', [{ id: '/x', properties: {} }, { id: '/y' }], 2, 0],
  ] as const)('%s', ([, value, records, rejected]) => {
    const decoded = decode(networkInterfaces, { value });
    expect([decoded.records.length, decoded.rejected.length]).toEqual([records, rejected]);
  });

  test('of environment variables only the names pass, and of commands no password', () => {
    const command = ['serve', '--api-key', 'hunter2', '--token=hunter2'];
    const environmentVariables = [
      { name: 'PLAIN', value: 'hunter2' },
      { name: 'SECRET', secureValue: 'hunter2' },
    ];
    const container = { name: 'c', properties: { image: 'i', command, environmentVariables } };
    const records = read(containerGroups, { id: '/x', properties: { containers: [container] } });
    expect(JSON.stringify(records)).not.toContain('hunter2');
    expect(JSON.stringify(records)).toContain('SECRET');
  });

  test.for([
    ['Resource Manager', { properties: { instanceView: { statuses: [{ code: 'PowerState/running' }] } } }],
    ['Resource Graph', { properties: { extended: { instanceView: { powerState: { code: 'PowerState/running' } } } } }],
    ['the command line', { powerState: 'VM running', hardwareProfile: { vmSize: 'Standard_B1s' } }],
  ] as const)('whether a machine runs is read as %s says it', ([, settings]) => {
    expect(JSON.stringify(read(virtualMachines, { id: '/vm', ...settings }))).toMatch(/running/);
  });
});

function exampleOf(name: string): unknown {
  return EXAMPLES[name];
}

function read(kind: ArmKind, record: unknown): readonly unknown[] {
  const { records, rejected } = decode(kind, { [kind.list]: [record] });
  expect(rejected).toEqual([]);
  return records;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Everything inside a value, made anew from the inside out. */
function remade(value: unknown, remake: (object: Readonly<Record<string, unknown>>) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => remade(item, remake));
  if (!isObject(value)) return value;
  return remake(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, remade(item, remake)])));
}

function flattened(value: unknown): unknown {
  return remade(value, ({ properties, ...rest }) => (isObject(properties) ? { ...rest, ...properties } : rest));
}

/** The keys of tags are the customer's own. */
function respelled(value: unknown, spell: (key: string) => string): unknown {
  return remade(value, (object) =>
    'Team' in object ? object : Object.fromEntries(Object.entries(object).map(([key, item]) => [spell(key), item])),
  );
}

/** Resources, and what has settings, with a null for each field that they do not have. */
function withNulls(value: unknown, names: ReadonlySet<string>): unknown {
  const nulls = Object.fromEntries([...names].filter((name) => name !== 'properties').map((name) => [name, null]));
  return remade(value, (object) =>
    isObject(object['properties'])
      ? { ...nulls, ...object, properties: { ...nulls, ...object['properties'] } }
      : object,
  );
}

function namesIn(record: unknown): readonly string[] {
  return isObject(record) ? Object.keys(record) : [];
}

const Definition = z.object({
  _zod: z.object({
    def: z.object({
      shape: z.record(z.string(), z.unknown()).optional(),
      in: z.unknown(),
      out: z.unknown(),
      innerType: z.unknown(),
      element: z.unknown(),
      options: z.array(z.unknown()).optional(),
    }),
  }),
});

/** The names of all fields that a schema reads, at any depth. */
function namesOf(schema: unknown, names = new Set<string>()): ReadonlySet<string> {
  const { data } = Definition.safeParse(schema);
  if (data === undefined) return names;
  const { shape = {}, options = [], ...inner } = data._zod.def;
  for (const name of Object.keys(shape)) names.add(name);
  for (const part of [...Object.values(shape), ...Object.values(inner), ...options]) namesOf(part, names);
  return names;
}

const SDKS: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Network': ['arm-network'],
  'Microsoft.Compute': ['arm-compute', 'arm-network'],
  'Microsoft.Cdn': ['arm-cdn'],
  'Microsoft.ContainerService': ['arm-containerservice'],
  'Microsoft.ContainerInstance': ['arm-containerinstance'],
  'Microsoft.Resources': ['arm-resources-subscriptions'],
};
const WORDS = new Map<string, ReadonlySet<string>>();

/** All words of the models of the SDK that knows a type; undefined for Front Door as it was, which none of ours knows. */
function sdkOf({ type }: ArmKind): ReadonlySet<string> | undefined {
  if (/\/frontDoor/i.test(type)) return undefined;
  const packages = SDKS[type.split('/')[0] ?? ''] ?? [];
  const known = WORDS.get(packages.join()) ?? wordsOf(packages);
  WORDS.set(packages.join(), known);
  return known;
}

function wordsOf(packages: readonly string[]): ReadonlySet<string> {
  const root = fileURLToPath(new URL('../../../node_modules/@azure/', import.meta.url));
  const files = packages.flatMap((name) =>
    globSync([`${name}/dist/esm/models/**/models.js`, `${name}/dist-esm/src/models/mappers.js`], { cwd: root }),
  );
  return new Set(files.flatMap((file) => readFileSync(`${root}${file}`, 'utf8').match(/\b[a-z]\w+/gi) ?? []));
}
