import { armKey, parseArmId, subscriptionOf } from '../../providers/azure/arm-id.ts';
import type { ArmKind } from '../../providers/azure/records/arm-kind.ts';
import { RECORDS } from '../../providers/azure/records/index.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { type ArmRecord, armId, type Fields, network, nic, nsg, publicIp, SUBSCRIPTION, vm } from './azure-records.ts';

/** A small cloud, by its resources. Whose subscription each is in, its id says. */
export interface AzureEstate {
  readonly resources: readonly ArmRecord[];
  /** What calls answer that list no resources, by call and by the id that they are asked of, empty for none. */
  readonly actions: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
}

/** BASE-Z: a running machine with one interface and a Standard address, open on tcp/8000, and nothing in the way. */
export const BASE_Z: AzureEstate = {
  resources: [
    vm('vm-1'),
    nic('nic-1', { publicIp: 'pip-1', nsg: 'nsg-1', vm: 'vm-1' }),
    publicIp('pip-1', '203.0.113.10'),
    network('vnet-1', ['10.0.0.0/16'], { app: { prefix: '10.0.1.0/24' } }),
    nsg('nsg-1', ['100 allow tcp * -> 8000']),
  ],
  actions: {},
};

/** The estate with these resources; one of the same id is replaced. */
export function withResources({ resources, actions }: AzureEstate, ...more: readonly ArmRecord[]): AzureEstate {
  const changed = new Map(more.map((record) => [armKey(record.id), record]));
  const kept = resources.map((record) => changed.get(armKey(record.id)) ?? record);
  const known = new Set(resources.map(({ id }) => armKey(id)));
  return { actions, resources: [...kept, ...more.filter(({ id }) => !known.has(armKey(id)))] };
}

/** The estate without the resources of these names. */
export function withoutResources(estate: AzureEstate, ...names: readonly string[]): AzureEstate {
  return { ...estate, resources: estate.resources.filter(({ id }) => !names.includes(id.split('/').at(-1) ?? '')) };
}

/** The estate in which an action on a resource answers this. */
export function withAction(estate: AzureEstate, call: string, id: string, value: readonly unknown[]): AzureEstate {
  return { ...estate, actions: { ...estate.actions, [call]: { ...estate.actions[call], [armKey(id)]: value } } };
}

/** The estate in which Azure tells these ranges of service tags. */
export function withServiceTags(estate: AzureEstate, tags: Readonly<Record<string, readonly string[]>>): AzureEstate {
  const values = Object.entries(tags).map(([name, addressPrefixes]) => ({
    id: name,
    name,
    properties: { changeNumber: '1', region: '', systemService: '', addressPrefixes },
  }));
  const call = 'azure:Microsoft.Network/locations/serviceTags';
  return { ...estate, actions: { ...estate.actions, [call]: { '': values } } };
}

/**
 * The estate with rules of Virtual Network Manager in force on a network:
 * `PRIORITY ACCESS PROTOCOL SOURCES -> PORTS [at DESTINATIONS] [named NAME]`.
 */
export function withAdminRules(estate: AzureEstate, virtualNetwork: string, rules: readonly string[]): AzureEstate {
  const call = 'azure:Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules';
  return withAction(estate, call, armId('vnet', virtualNetwork), rules.map(adminRule));
}

const ADMIN_RULE =
  /^(\d+) (Allow|AlwaysAllow|Deny) (\S+) (\S+)(?: sport (\S+))? -> (\S+)(?: at (\S+))?(?: named (\S+))?$/;

function adminRule(text: string): Fields {
  const match = ADMIN_RULE.exec(text);
  if (match === null) throw new Error(`not an admin rule: ${text}`);
  const [, priority = '', access, protocol = '', sources = '', sport = '0-65535', ports = '', at = '*', name] = match;
  const own = name ?? `admin-${priority}`;
  const manager = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hub/providers/Microsoft.Network/networkManagers/nm-1`;
  return {
    id: `${manager}/securityAdminConfigurations/config-1/ruleCollections/rules-1/rules/${own}`,
    kind: 'Custom',
    properties: {
      priority: Number(priority),
      access,
      direction: 'Inbound',
      protocol: protocol === '*' ? 'Any' : `${protocol.charAt(0).toUpperCase()}${protocol.slice(1)}`,
      sources: sources.split(',').map(addressPrefix),
      destinations: at.split(',').map(addressPrefix),
      sourcePortRanges: sport.split(','),
      destinationPortRanges: ports === '*' ? ['0-65535'] : ports.split(','),
    },
  };
}

function addressPrefix(text: string): Fields {
  return { addressPrefix: text, addressPrefixType: /^[A-Z]/.test(text) ? 'ServiceTag' : 'IPPrefix' };
}

export const AT = '2026-11-01T08:00:00.000Z';

/** One answer: what was asked, and what came back. `id` is the resource that it is about. */
function answer(call: string, subscription: string, value: readonly unknown[], id?: string): Answer {
  return { call, subscription, ...(id === undefined ? {} : { request: { id } }), at: AT, response: { value } };
}

/** The same question, refused. */
export function refused({ call, subscription, request, at }: Answer, code = 'AuthorizationFailed'): Answer {
  const error = { status: 403, code, message: 'The client does not have authorization to perform the action.' };
  return { call, subscription, ...(request === undefined ? {} : { request }), at, error };
}

/** Every answer that a collection of the estate holds: one to each call that we know, empty where nothing is there. */
export function answersOf(estate: AzureEstate): readonly Answer[] {
  const resources = linked(estate.resources);
  const subscriptions = new Set([SUBSCRIPTION, ...resources.flatMap(({ id }) => subscriptionOf(id) ?? [])]);
  return [...subscriptions].sort().flatMap((subscription) => {
    const own = resources.filter(({ id }) => subscriptionOf(id) === subscription);
    return ANSWERED.flatMap((kind) => answersTo(kind, subscription, own, estate));
  });
}

/** Of the list of subscriptions a collection keeps failures alone. */
const ANSWERED = RECORDS.filter(({ type }) => type !== 'Microsoft.Resources/subscriptions');

function answersTo(
  kind: ArmKind,
  subscription: string,
  own: readonly ArmRecord[],
  { actions }: AzureEstate,
): readonly Answer[] {
  const { call, type } = kind;
  const told = actions[call] ?? {};
  if (kind.requestField === undefined) {
    const value = told[''] ?? ofType(own, type);
    return [{ call, subscription, at: AT, response: { [kind.list]: value } }];
  }
  if (kind.of === 'answer') {
    return ofType(own, type).map(({ id }) => answer(call, subscription, told[armKey(id)] ?? [], id));
  }
  const parents = ofType(own, type.split('/').slice(0, -1).join('/'));
  return parents.map(({ id }) => answer(call, subscription, told[armKey(id)] ?? childrenOf(own, id, type), id));
}

function ofType(resources: readonly ArmRecord[], type: string): readonly ArmRecord[] {
  return resources.filter(({ id }) => armKey(parseArmId(id)?.type ?? '') === armKey(type));
}

/** What is listed of one parent, though its id may name things between the two. */
function childrenOf(resources: readonly ArmRecord[], parent: string, type: string): readonly ArmRecord[] {
  const last = armKey(type.split('/').at(-1) ?? '');
  return resources.filter(
    ({ id }) => armKey(id).startsWith(`${armKey(parent)}/`) && armKey(id.split('/').at(-2) ?? '') === last,
  );
}

/**
 * The resources with what Azure tells from both sides, where a test tells it from one: whose public address it is, which
 * interfaces a machine has, which pools and rules of a load balancer an interface is in, what lies in a subnet.
 */
function linked(resources: readonly ArmRecord[]): readonly ArmRecord[] {
  const links = new Links();
  for (const record of resources) links.read(record, undefined);
  const interfaces = Map.groupBy(resources, (record) => idAt(record, 'virtualMachine') ?? '');
  return resources.map((record) => {
    const own = interfaces.get(armKey(record.id))?.map(({ id }) => ({ id }));
    const machine = own === undefined ? {} : { networkProfile: { networkInterfaces: own } };
    return links.write(record, machine);
  });
}

/** The lists of an interface's ip configuration, by the lists of the balancer's part that names it. */
const SIDES = {
  backendIPConfigurations: 'loadBalancerBackendAddressPools',
  backendIPConfiguration: 'loadBalancerInboundNatRules',
} as const;

class Links {
  readonly #owners = new Map<string, string>();
  readonly #inside = new Map<string, { readonly id: string }[]>();
  readonly #members = new Map<string, Record<string, { readonly id: string }[]>>();

  /** `owner` is the nearest part around that has an id. */
  read(value: unknown, owner: string | undefined): void {
    if (Array.isArray(value)) for (const item of value) this.read(item, owner);
    if (!isFields(value)) return;
    const own = typeof value['id'] === 'string' ? value['id'] : owner;
    if (own !== undefined) this.#note(value, own);
    for (const item of Object.values(value)) this.read(item, own);
  }

  write(record: ArmRecord, more: Fields): ArmRecord {
    const isNested = isFields(record['properties']);
    const properties = isFields(record['properties']) ? record['properties'] : record;
    const owner = this.#owners.get(armKey(record.id));
    const attached = owner === undefined ? {} : { ipConfiguration: { id: owner } };
    const configs = properties['ipConfigurations'];
    const joined = Array.isArray(configs) ? { ipConfigurations: configs.map((config) => this.#joined(config)) } : {};
    const subnets = properties['subnets'];
    const filled = Array.isArray(subnets) ? { subnets: subnets.map((subnet) => this.#filled(subnet)) } : {};
    const whole = { ...attached, ...more, ...properties, ...joined, ...filled };
    return isNested ? { ...record, properties: whole } : { ...whole, id: record.id };
  }

  #note(fields: Fields, own: string): void {
    const address = idAt({ properties: fields }, 'publicIPAddress');
    if (address !== undefined) this.#owners.set(address, own);
    const subnet = idAt({ properties: fields }, 'subnet');
    if (subnet !== undefined) this.#inside.set(subnet, [...(this.#inside.get(subnet) ?? []), { id: own }]);
    for (const [field, list] of Object.entries(SIDES)) {
      const named = fields[field];
      const members: readonly unknown[] = Array.isArray(named) ? named : [named];
      for (const member of members) {
        if (!isFields(member) || typeof member['id'] !== 'string') continue;
        const lists = this.#members.get(armKey(member['id'])) ?? {};
        this.#members.set(armKey(member['id']), lists);
        lists[list] = [...(lists[list] ?? []), { id: own }];
      }
    }
  }

  #filled(subnet: unknown): unknown {
    if (!isFields(subnet) || typeof subnet['id'] !== 'string' || !isFields(subnet['properties'])) return subnet;
    const ipConfigurations = this.#inside.get(armKey(subnet['id'])) ?? [];
    return { ...subnet, properties: { ipConfigurations, ...subnet['properties'] } };
  }

  #joined(config: unknown): unknown {
    if (!isFields(config) || typeof config['id'] !== 'string' || !isFields(config['properties'])) return config;
    const lists = this.#members.get(armKey(config['id']));
    return { ...config, properties: { ...lists, ...config['properties'] } };
  }
}

function idAt(record: Fields, field: string): string | undefined {
  const properties = isFields(record['properties']) ? record['properties'] : {};
  const ref = properties[field];
  return isFields(ref) && typeof ref['id'] === 'string' ? armKey(ref['id']) : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
