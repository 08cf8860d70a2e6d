import type { Provider } from '../../providers/provider.ts';
import type { Answer } from '../collect/answer.ts';
import type { Coverage, CoverageGap } from '../findings/report.ts';
import type { CollectionGap } from '../model/gap.ts';
import { scopeName } from '../model/resource.ts';

/** What a provider answered, and what converting found missing. */
export interface Collected {
  readonly provider: Pick<Provider, 'id'>;
  readonly answers: readonly Answer[];
  readonly gaps: readonly CollectionGap[];
}

/** Counts the calls that were answered in each scope, and names those that were not. */
export function coverageOf(collections: readonly Collected[]): Coverage {
  const answered = new Set<string>();
  const missed = new Set<string>();
  const gaps = new Map<string, CoverageGap>();
  for (const { provider, answers, gaps: found } of collections) {
    for (const answer of answers) {
      if (answer.error === undefined) answered.add(`${provider.id} ${answer.call} ${placeOf(answer)}`);
    }
    for (const gap of found) {
      missed.add(`${provider.id} ${gap.call} ${scopeName(gap.scope)}`);
      const published = publishedGap(gap);
      gaps.set(Object.values(published).join('\u0000'), published);
    }
  }
  return {
    units: {
      ok: [...answered].filter((unit) => !missed.has(unit)).length,
      total: new Set([...answered, ...missed]).size,
    },
    gaps: [...gaps].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gap]) => gap),
  };
}

function placeOf({ account, subscription, project, region = '' }: Answer): string {
  return scopeName({ cloud: '', account: account ?? subscription?.toLowerCase() ?? project ?? '', region });
}

function publishedGap({ call, scope, reason, permission, message }: CollectionGap): CoverageGap {
  return { cloud: scope.cloud, scope: scopeName(scope), call, reason, permission, message };
}
