import { isAi, judgement, openTo } from './judgement.ts';
import type { Rule } from './rule.ts';

/** Nobody named a port: whatever the AI host listens on is reached, today's services and tomorrow's. */
export const aiWideOpen: Rule = {
  id: 'EXP-AI-004',
  title: 'AI host open to the internet on a wide range of ports',
  summary:
    'A rule opens every port, or a wide range, of a host that runs AI. Which of them answer cannot be seen ' +
    'from the control plane, so each must be taken for open.',
  judge(candidate) {
    const { slice, named } = candidate;
    if (!isAi(candidate) || named || slice.verdict !== 'reachable') return undefined;
    return judgement(candidate, `${openTo(candidate)} on a wide range of ports`, 'AI host');
  },
};
