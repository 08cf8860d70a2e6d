import { json } from './json.ts';
import type { Reporter } from './reporter.ts';
import { text } from './text/report.ts';

/** Every form that `scan` can print. */
export const REPORTERS: readonly Reporter[] = [json, text];
