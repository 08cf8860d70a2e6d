import { armKey } from '../../arm-id.ts';
import { frontDoorSecurityPolicies } from '../../records/front-door.ts';
import type { Context } from '../context.ts';
import { childrenOf } from '../fronts/children.ts';

/** Which web application firewall stands before which names of a profile. */
export interface Protections {
  readonly known: readonly Protection[];
  /** The names of the gaps that hide others. */
  readonly missing: readonly string[];
}

interface Protection {
  readonly policyId: string;
  /** The endpoint or the custom domain. */
  readonly domain: string;
  readonly patterns: readonly string[];
}

/** Reads the security policies of a profile. */
export function protectionsOf(context: Context, profileId: string): Protections {
  const { rows, missing } = childrenOf(context, frontDoorSecurityPolicies, profileId);
  const known = rows.flatMap(({ record }): readonly Protection[] => {
    const { wafPolicy, associations = [] } = record.properties.parameters ?? {};
    const policyId = wafPolicy?.id;
    if (policyId === undefined) return [];
    return associations.flatMap(({ domains, patternsToMatch }) =>
      domains.flatMap(({ id, isActive }) =>
        id === undefined || isActive === false
          ? []
          : [{ policyId, domain: armKey(id), patterns: patternsToMatch.flatMap((pattern) => pattern ?? []) }],
      ),
    );
  });
  return { known, missing: missing === undefined ? [] : [missing] };
}

/**
 * The policies before one name on some paths, sorted.
 *
 * One that stands before some of the paths only does not count: the client takes another path.
 */
export function policiesBefore({ known }: Protections, domainId: string, paths: readonly string[]): readonly string[] {
  const before = known.filter(({ domain, patterns }) => {
    const isAll = patterns.length === 0 || patterns.includes('/*');
    const covers = paths.length > 0 && paths.every((path) => patterns.includes(path));
    return domain === armKey(domainId) && (isAll || covers);
  });
  return [...new Set(before.map(({ policyId }) => policyId))].sort();
}
