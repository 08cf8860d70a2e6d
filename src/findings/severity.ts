import type { Category, Classification } from '../model/classification.ts';
import type { Modifier, Verdict } from '../model/exposure.ts';
import type { Gate } from '../model/inventory.ts';
import type { AudienceClass } from '../net/audience.ts';
import type { Severity } from './finding.ts';

/** The facts that make a severity. */
export interface Risk {
  readonly classification: Classification;
  readonly verdict: Verdict;
  readonly audience: AudienceClass;
  readonly gates: readonly Gate[];
  readonly modifiers: readonly Modifier[];
}

/** A severity, and one sentence for each fact that made it so. */
export interface Rating {
  readonly severity: Severity;
  readonly reasons: readonly string[];
}

/** Most severe first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

interface Weight {
  readonly open: Severity;
  readonly login: Severity;
  readonly why: string;
}

/** What a stranger could do with one of these, open to anyone or behind a login. */
const WEIGHTS: Readonly<Record<Category | 'unknown', Weight>> = {
  'gpu-cluster': { open: 'critical', login: 'high', why: 'submitting a job to a cluster runs code on every node' },
  notebook: { open: 'critical', login: 'high', why: 'a notebook is a shell with the identity of its workload' },
  'agent-or-mcp': { open: 'critical', login: 'high', why: 'an agent or tool server acts with its own credentials' },
  'inference-gateway': { open: 'critical', login: 'high', why: 'a gateway holds the keys of every model provider' },
  'ai-app-ui': { open: 'high', login: 'medium', why: 'an AI application holds chats, documents and keys' },
  'vector-db': { open: 'high', login: 'medium', why: 'a vector database decides what the model is told' },
  'ml-pipeline': { open: 'high', login: 'medium', why: 'an ML pipeline holds training data, prompts and artefacts' },
  'model-server': {
    open: 'high',
    login: 'medium',
    why: 'a model server gives away compute and lets others use the model',
  },
  'managed-ai': { open: 'critical', login: 'low', why: 'a managed model without a login bills its owner for anyone' },
  unknown: { open: 'high', login: 'medium', why: 'it looks like AI, though not like a product that we know' },
};

/** Applications that run what their users write, so that an open one is a shell. */
const RUNS_CODE: ReadonlySet<string> = new Set([
  'n8n',
  'flowise',
  'langflow',
  'dify',
  'comfyui',
  'automatic1111',
  'invokeai',
  'swarmui',
  'fooocus',
]);

/**
 * Rates an endpoint: what could be done with it, then one step for each thing that makes it less likely.
 *
 * Steps only go down, because a severity never exceeds what reachability supports.
 */
export function severityOf(risk: Risk): Rating {
  const base = baseOf(risk);
  const steps = stepsOf(risk);
  const down = steps.reduce((sum, { down }) => sum + down, 0);
  const rank = Math.min(SEVERITIES.indexOf(base.severity) + down, SEVERITIES.length - 1);
  return {
    severity: SEVERITIES[rank] ?? 'info',
    reasons: [base.reason, ...steps.map(({ reason }) => reason), ...notesOf(risk.modifiers)],
  };
}

/** Below zero if `a` is more severe. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

/** Says whether a login that a stranger cannot pass stands in front. */
export function hasLogin(gates: readonly Gate[]): boolean {
  return gates.some(({ strength }) => strength === 'strong');
}

function baseOf({ classification, gates }: Risk): { severity: Severity; reason: string } {
  const { category, product } = classification;
  const weight = WEIGHTS[category ?? 'unknown'];
  if (hasLogin(gates)) return { severity: weight.login, reason: `${weight.login}: ${weight.why}, behind a login` };
  if (product !== undefined && RUNS_CODE.has(product.id)) {
    return { severity: 'critical', reason: `critical: ${product.name} runs what its users write` };
  }
  return { severity: weight.open, reason: `${weight.open}: ${weight.why}` };
}

interface Step {
  readonly down: number;
  readonly reason: string;
}

function stepsOf({ classification, verdict, audience, gates }: Risk): readonly Step[] {
  const steps: Step[] = [];
  if (verdict === 'unknown')
    steps.push({ down: 1, reason: 'one step down: it may not be reachable, a gap hides what decides' });
  if (audience === 'narrow') steps.push({ down: 1, reason: 'one step down: only a short list of addresses gets in' });
  if (gates.length > 0 && !hasLogin(gates))
    steps.push({ down: 1, reason: 'one step down: a shared secret stands in front' });
  if (classification.level === 'likely') steps.push(stepForLikely(classification));
  if (classification.level === 'suspected') {
    steps.push({ down: 2, reason: 'two steps down: that it is AI is only suspected' });
  }
  return steps;
}

/** A product that has no login to turn on is open wherever it is, so that the doubt about it weighs less. */
function stepForLikely({ product, loginByDefault }: Classification): Step {
  if (product !== undefined && loginByDefault === 'none') {
    return { down: 0, reason: `no step down: likely, not confirmed, but ${product.name} comes without a login` };
  }
  return { down: 1, reason: 'one step down: that it is AI is likely, not confirmed' };
}

const NOTES: Readonly<Record<Modifier, string>> = {
  'one-way': 'note: packets arrive, but no route leads the answer back to the internet',
  latent: 'note: it is out of service now, and reachable once it is back',
  inspected: 'note: a box on the way inspects the traffic, and its policy could not be read',
  'crafted-source-port-only': 'note: only packets from a chosen source port get through, which any client can choose',
  'provider-range': 'note: the addresses let in belong to a provider, from whom anyone can rent one',
};

function notesOf(modifiers: readonly Modifier[]): string[] {
  return modifiers.map((modifier) => NOTES[modifier]);
}
