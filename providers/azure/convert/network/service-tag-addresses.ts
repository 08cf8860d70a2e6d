import { subscriptionOf } from '../../arm-id.ts';
import { serviceTags } from '../../records/service-tags.ts';
import { ServiceTagLookup } from '../../service-tags/lookup.ts';
import { isProviderRange } from '../../service-tags/provider-range.ts';
import type { Context } from '../context.ts';
import { notTold } from '../gaps.ts';
import { type Addresses, unknownAddresses } from './addresses.ts';

/** Where a tag is used. */
export interface TagPlace {
  /** A resource whose subscription the gap is of, if nobody was asked. */
  readonly of: string;
  /** Tells which cloud it is. */
  readonly location: string;
}

/** What a service tag stands for; of one that nobody told us, any address at all. */
export function serviceTagAddresses(context: Context, tag: string, { of, location }: TagPlace): Addresses {
  const ranges = context.made(lookup).ranges(tag, location);
  if (ranges === undefined) return unknownAddresses([missingTag(context, tag, of)]);
  return isProviderRange(tag) ? { ranges, providerRange: true } : { ranges };
}

function lookup({ estate }: Context): ServiceTagLookup {
  return new ServiceTagLookup(estate.rows(serviceTags).map(({ record }) => record));
}

/** The tags are the same for all subscriptions, so it is enough that one of them was asked. */
function missingTag(context: Context, tag: string, of: string): string {
  const { estate } = context;
  const asked = estate.subscriptions.find((each) => estate.completeness(serviceTags, each) !== 'absent');
  const subscription = asked ?? subscriptionOf(of) ?? 'unknown';
  return (
    estate.unlisted(serviceTags, subscription) ??
    notTold(context, serviceTags, `/subscriptions/${subscription}`, `the service tag ${tag}`)
  );
}
