import type { Classification } from '../../src/model/classification.ts';
import type { Exposure, Slice } from '../../src/model/exposure.ts';
import type { Entry, Frontend, Leg, Listener, Workload } from '../../src/model/inventory.ts';
import type { Proof } from '../../src/model/proof.ts';
import { type Element, resourceRef, type Scope } from '../../src/model/resource.ts';
import { audienceOf } from '../../src/net/audience.ts';
import { EVERY_ADDRESS, type Family, parseCidr } from '../../src/net/ip.ts';
import { audienceText, portsText, protocolText } from '../../src/net/traffic-text.ts';
import type { Candidate } from '../../src/rules/rule.ts';

/** Small invented values for tests of what comes after the engine. */
export const SCOPE: Scope = { cloud: 'aws', account: '111122223333', region: 'eu-west-1' };

export function element(kind: string, ref: string, name?: string): Element {
  return { kind, ref: resourceRef(ref), ...(name === undefined ? {} : { name }) };
}

export const GROUP = element('security group', 'sg-1', 'lab');

export function workload(ref = 'i-1', more: Partial<Workload> = {}): Workload {
  return {
    kind: 'workload',
    ref: resourceRef(ref),
    scope: SCOPE,
    element: element('instance', ref),
    name: 'gpu-lab',
    tags: {},
    traces: [],
    ...more,
  };
}

function entry(to: Entry['to'], more: Partial<Entry> = {}): Entry {
  return {
    ref: resourceRef('eni-1'),
    scope: SCOPE,
    address: '203.0.113.10',
    family: 'ipv4',
    paths: [],
    element: element('network interface', 'eni-1'),
    to,
    ...more,
  };
}

export function slice(more: Partial<Slice> = {}): Slice {
  return {
    protocol: 'tcp',
    ports: [[11_434, 11_434]],
    targetPorts: [[11_434, 11_434]],
    verdict: 'reachable',
    modifiers: [],
    audience: audienceOf('ipv4', EVERY_ADDRESS.ipv4),
    gates: [],
    conditions: [],
    deciding: [{ element: GROUP, rule: 'sgr-1', grants: true, place: 0 }],
    missing: [],
    trail: [],
    ...more,
  };
}

export function audience(family: Family, cidr: string): Slice['audience'] {
  const block = parseCidr(cidr);
  return audienceOf(family, block === undefined ? [] : [block.first, block.last]);
}

export const OLLAMA: Classification = {
  level: 'confirmed',
  probability: 0.99,
  product: { id: 'ollama', name: 'Ollama' },
  category: 'model-server',
  role: 'serves',
  loginByDefault: 'none',
  conflicting: false,
  signals: [
    {
      group: 'port',
      value: 'port 11434',
      source: 'security group sg-1 sgr-1',
      weight: 3,
      attribution: 1,
      contribution: 3,
      product: 'ollama',
    },
  ],
};

export const NOT_AI: Classification = { level: 'none', probability: 0.02, conflicting: false, signals: [] };

export function direct(more: Partial<Slice> = {}, target = workload()): Exposure {
  return { entry: entry(target), target, slices: [slice(more)] };
}

export function candidate(more: Partial<Candidate> & { readonly on?: Partial<Slice> } = {}): Candidate {
  const { on = {}, ...rest } = more;
  const exposure = rest.exposure ?? direct(on);
  const [first] = exposure.slices;
  return { exposure, slice: { ...(first ?? slice()), ...on }, classification: OLLAMA, named: true, gaps: [], ...rest };
}

const FRONT_REF = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/llm/1';

const LISTENER: Listener = {
  element: element('listener', 'arn:listener/1'),
  protocol: 'tcp',
  ports: [443, 443],
  label: 'HTTPS',
  rules: [],
};

const FRONTEND: Frontend = {
  kind: 'frontend',
  ref: resourceRef(FRONT_REF),
  scope: SCOPE,
  element: element('load balancer', FRONT_REF, 'llm'),
  tags: {},
  traces: [],
  listeners: [LISTENER],
};

/** One member of a pool behind the listener of a load balancer. */
export function behindFront(member: Workload, more: Partial<Slice> = {}, family: Family = 'ipv4'): Exposure {
  const rule = { element: element('listener rule', 'arn:rule/1'), conditions: [], gates: [], traces: [] };
  const leg: Leg = {
    pool: element('target group', 'arn:tg/1', 'vllm'),
    targetPort: 8000,
    address: '10.0.1.5',
    ways: [],
    health: 'healthy',
    traces: [],
    to: member,
  };
  const front = entry(FRONTEND, {
    ref: resourceRef(FRONT_REF),
    address: 'llm.example.com',
    family,
    element: FRONTEND.element,
  });
  const forward = { ...rule, action: 'forward' as const, legs: [leg] };
  const way = { wire: { kind: 'client' as const, via: [] }, path: { stages: [] } };
  const step = { kind: 'leg' as const, frontend: FRONTEND, listener: LISTENER, rule: forward, leg, way, port: 8000 };
  const through = slice({
    ports: [[443, 443]],
    targetPorts: [[8000, 8000]],
    audience: audienceOf(family, EVERY_ADDRESS[family]),
    trail: [{ kind: 'entry', path: { stages: [] } }, step],
    ...more,
  });
  return { entry: front, target: member, slices: [through] };
}

/** A proof as the engine would draw it, without hops. */
export function proofOf({ entry: { scope, ref, address, family }, target }: Exposure, part: Slice): Proof {
  const client = { protocol: part.protocol, source: '192.0.2.1', destination: address, port: part.ports[0]?.[0] ?? 0 };
  return {
    scope,
    entry: ref,
    address,
    workload: target.ref,
    family,
    protocol: protocolText(part.protocol),
    ports: portsText(part.protocol, part.ports),
    targetPorts: portsText(part.protocol, part.targetPorts),
    verdict: part.verdict,
    modifiers: part.modifiers,
    audience: audienceText(part.audience),
    gates: [],
    witness: client,
    hops: [],
    blockers: [],
    missing: part.missing,
  };
}
