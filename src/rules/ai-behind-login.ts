import { hasLogin } from '../findings/severity.ts';
import { isAi, judgement } from './judgement.ts';
import type { Rule } from './rule.ts';

/** A login stands in front; what is behind it is still one mistake in the login away from everyone. */
export const aiBehindLogin: Rule = {
  id: 'EXP-AI-002',
  title: 'AI endpoint on the internet, behind a login',
  summary:
    'Packets from the internet reach an endpoint that fronts AI, and the cloud makes clients log in first. ' +
    'An access broker would take it off the internet altogether.',
  judge(candidate) {
    const { slice, named } = candidate;
    if (!isAi(candidate) || !named || slice.verdict !== 'reachable' || !hasLogin(slice.gates)) return undefined;
    return judgement(candidate, 'on the internet, behind a login');
  },
};
