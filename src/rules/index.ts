import { aiBehindLogin } from './ai-behind-login.ts';
import { aiOpen } from './ai-open.ts';
import { aiUndecided } from './ai-undecided.ts';
import { aiWideOpen } from './ai-wide-open.ts';
import type { Rule } from './rule.ts';

/** Every kind of finding, by id. */
export const RULES: readonly Rule[] = [aiOpen, aiBehindLogin, aiUndecided, aiWideOpen];
