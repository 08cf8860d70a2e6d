import type { CollectRequest } from '../../providers/provider.ts';
import type { Gathered } from '../audit/sources.ts';
import { UsageError } from '../model/errors.ts';
import type { Interruption } from './exit-codes.ts';
import { durationMs } from './flags.ts';
import { listenForInterrupt } from './interrupt.ts';
import { type ProgressMode, progressOn } from './progress.ts';
import { chosenProviders, providerOptions } from './source-flags.ts';

/** The flags that say where answers come from, as the framework parsed them. */
export interface SourceChoice {
  readonly cloud: readonly string[];
  readonly from: readonly string[];
  readonly demo: boolean;
  readonly timeout: string;
  readonly concurrency: number;
  readonly progress: ProgressMode;
  readonly quiet: boolean;
}

export interface GatheredForCommand extends Gathered {
  readonly interrupted?: Interruption;
}

/** A folder may hold thousands of files that are none of ours; more names than this help nobody. */
const MOST_WARNINGS = 20;

/** Gets the answers that a command works on, and tells of progress and warnings on stderr. */
export async function gather(flags: SourceChoice, save?: string): Promise<GatheredForCommand> {
  if (flags.demo && flags.from.length > 0) {
    throw new UsageError('--demo and --from exclude each other.', 'Leave one of them out.');
  }
  const providers = chosenProviders(flags.cloud);
  const { fromClouds, fromDemo, fromFiles } = await import('../audit/sources.ts');
  if (!flags.demo && flags.from.length === 0) {
    return live(flags, async (request) => warned(await fromClouds(providers, request, save), flags));
  }
  const gathered = warned(await (flags.demo ? fromDemo(providers) : fromFiles(flags.from, providers)), flags);
  if (save !== undefined) {
    const { writeCollection } = await import('../collect/collection-file.ts');
    await writeCollection(save, oneByOne(gathered.collections.flatMap(({ answers }) => answers)));
  }
  return gathered;
}

/** Runs something that asks the clouds, with progress on stderr and an orderly end on Ctrl-C. */
export async function live<T extends object>(
  flags: Omit<SourceChoice, 'from' | 'demo' | 'cloud'>,
  ask: (request: CollectRequest) => Promise<T>,
): Promise<T & { readonly interrupted?: Interruption }> {
  const interrupt = listenForInterrupt();
  const mode = flags.quiet ? 'none' : flags.progress;
  const progress = progressOn(process.stderr, mode, () => performance.now());
  try {
    const result = await ask({
      options: providerOptions({ ...flags }),
      environment: process.env,
      signal: interrupt.signal,
      timeoutMs: durationMs('timeout', flags.timeout),
      concurrency: flags.concurrency,
      now: () => new Date(),
      onProgress: (told) => {
        progress.update(told);
      },
    });
    const interrupted = interrupt.interrupted();
    return { ...result, ...(interrupted === undefined ? {} : { interrupted }) };
  } finally {
    progress.done();
    interrupt.dispose();
  }
}

/** Warnings are about the answers and not the result, so they go where progress goes. */
export function warned<T extends Pick<Gathered, 'warnings'>>(gathered: T, { quiet }: Pick<SourceChoice, 'quiet'>): T {
  if (quiet) return gathered;
  const hidden = gathered.warnings.length - MOST_WARNINGS;
  for (const warning of gathered.warnings.slice(0, MOST_WARNINGS)) process.stderr.write(`Warning: ${warning}\n`);
  if (hidden > 0) process.stderr.write(`Warning: and ${hidden} more of the kind\n`);
  return gathered;
}

async function* oneByOne<T>(values: readonly T[]): AsyncGenerator<T> {
  for (const value of values) yield await Promise.resolve(value);
}
