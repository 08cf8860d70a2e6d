import { hasLogin } from '../findings/severity.ts';
import { isAi, judgement, openTo } from './judgement.ts';
import type { Rule } from './rule.ts';

/** Somebody opened these ports, something AI answers on them, and the cloud asks nobody to log in. */
export const aiOpen: Rule = {
  id: 'EXP-AI-001',
  title: 'AI endpoint open to the internet, no login seen',
  summary:
    'Packets from the internet reach an endpoint that fronts AI, and no login of the cloud stands in front of it. ' +
    'Whether the product itself asks for one cannot be seen from the control plane.',
  judge(candidate) {
    const { slice, named } = candidate;
    if (!isAi(candidate) || !named || slice.verdict !== 'reachable' || hasLogin(slice.gates)) return undefined;
    return judgement(candidate, `${openTo(candidate)}, no login seen`);
  },
};
