import { remediationOf } from '../findings/remediation.ts';
import { severityOf } from '../findings/severity.ts';
import type { Category } from '../model/classification.ts';
import { portsText, protocolText } from '../net/traffic-text.ts';
import type { Candidate, Judgement } from './rule.ts';

/** Rates a candidate and says what to do; the rule adds what it found. */
export function judgement(candidate: Candidate, what: string, unnamed = 'AI endpoint'): Judgement {
  const { exposure, slice, classification, gaps } = candidate;
  return {
    title: `${subjectOf(candidate) ?? unnamed} ${what}`,
    rating: severityOf({ ...slice, classification, audience: slice.audience.class }),
    endpoint: endpointKey(candidate),
    remediation: remediationOf(exposure, slice, gaps),
  };
}

/** How far an open endpoint is open, for a title. */
export function openTo({ slice }: Candidate): string {
  return slice.audience.class === 'narrow' ? 'open to some addresses on the internet' : 'open to the internet';
}

/** Says whether an endpoint fronts AI as far as a finding needs. */
export function isAi({ classification }: Candidate): boolean {
  return classification.level !== 'none';
}

/**
 * `tcp/11434`, or `listener:tcp/443` with the conditions under which the listener sends here.
 *
 * All wide ranges of a protocol are one endpoint: which numbers they begin and end with says nothing.
 */
export function endpointKey({ slice, named }: Pick<Candidate, 'slice' | 'named'>): string {
  const { protocol, ports, trail, conditions } = slice;
  const listener = trail.find((step) => step.kind !== 'entry')?.listener;
  if (listener === undefined) return `${protocolText(protocol)}/${named ? portsText(protocol, ports) : 'wide'}`;
  const key = `listener:${protocolText(listener.protocol)}/${portsText(listener.protocol, [listener.ports])}`;
  return [key, ...[...conditions].sort()].join(' ');
}

const SUBJECTS: Readonly<Record<Category, string>> = {
  'model-server': 'Model server',
  'inference-gateway': 'Inference gateway',
  'agent-or-mcp': 'Agent or tool server',
  'ai-app-ui': 'AI application',
  'vector-db': 'Vector database',
  notebook: 'Notebook',
  'ml-pipeline': 'ML pipeline',
  'gpu-cluster': 'GPU cluster',
  'managed-ai': 'Managed AI',
};

function subjectOf({ classification }: Candidate): string | undefined {
  const { product, category } = classification;
  if (product !== undefined) return product.name;
  return category === undefined ? undefined : SUBJECTS[category];
}
