import type { Answer } from './answer.ts';

/** The code of an error that says: this dump names a next page. */
export const PAGES_MISSING = 'PagesMissing';

/**
 * Drops the complaint that pages are missing where the last page of the same call lies beside the others.
 *
 * Each page but the last names a next one, so a whole chain has more pages than complaints.
 */
export function settlePages(answers: readonly Answer[]): readonly Answer[] {
  const chains = new Map<string, { pages: number; complaints: number }>();
  for (const answer of answers) {
    const chain = chains.get(keyOf(answer)) ?? { pages: 0, complaints: 0 };
    if (answer.error?.code === PAGES_MISSING) chain.complaints += 1;
    else if (answer.response !== undefined) chain.pages += 1;
    chains.set(keyOf(answer), chain);
  }
  return answers.filter((answer) => {
    const chain = chains.get(keyOf(answer));
    return answer.error?.code !== PAGES_MISSING || chain === undefined || chain.pages <= chain.complaints;
  });
}

function keyOf({ call, account, subscription, project, region, request }: Answer): string {
  return JSON.stringify([call, account, subscription, project, region, request]);
}
