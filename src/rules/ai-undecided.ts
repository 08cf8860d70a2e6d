import { isAi, judgement } from './judgement.ts';
import type { Rule } from './rule.ts';

/** What we could not read decides, so that we must not call it closed. */
export const aiUndecided: Rule = {
  id: 'EXP-AI-003',
  title: 'AI endpoint, reachability could not be decided',
  summary:
    'An endpoint fronts AI, and something that we could not read decides whether the internet reaches it. ' +
    'It counts as a risk until the missing answer is collected.',
  judge(candidate) {
    if (!isAi(candidate) || candidate.slice.verdict !== 'unknown') return undefined;
    return judgement(candidate, `may be open to the internet: not known without ${candidate.slice.missing.join(', ')}`);
  },
};
