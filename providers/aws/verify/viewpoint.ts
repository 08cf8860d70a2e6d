import type { Address, Family } from '../../../src/net/ip.ts';
import type { Judgement, Name } from './check.ts';
import { addressBorders, type Block, type Wire, within } from './packet.ts';

/** From where an element looks at a packet. */
export interface Viewpoint {
  /** The family of the packet as it passes here; behind a load balancer it need not be the client's. */
  readonly family: Family;
  /** The packet as it passes here, of a packet as the client sends it. */
  readonly sees: (sent: Wire) => Wire;
  /** Security groups that whoever sends carries. */
  readonly via: readonly string[];
  /** The sender could not be read: whoever a rule speaks of, it may speak of this one. */
  readonly isAnyone?: boolean;
}

/**
 * Judges a packet for every address that its sender may have.
 *
 * Of the addresses that a sender surely has, one that passes is enough: the client comes through any of them.
 */
export function judgeSender(
  { source: own, sender }: Wire,
  borders: readonly Address[],
  judge: (source: Address) => Judgement,
): Judgement {
  if (sender === undefined) return judge(own);
  const starts = [...sender.blocks.map(([first]) => first), ...borders];
  const sources = starts.filter((address) => sender.blocks.some((block) => within(address, block)));
  const judgements = [...new Set(sources)].map(judge);
  const passed = judgements.filter(({ decision }) => decision === 'allow');
  if (passed.length > 0 && (sender.exact || passed.length === judgements.length)) return united(passed, 'allow');
  const perhaps = judgements.filter(({ decision }) => decision !== 'deny');
  if (perhaps.length === 0) return united(judgements, 'deny');
  return united(perhaps, 'unknown');
}

export function bordersOf(blocks: readonly Block[]): readonly Address[] {
  return [...new Set(blocks.flatMap(addressBorders))];
}

function united(judgements: readonly Judgement[], decision: Judgement['decision']): Judgement {
  const names = new Map<string, Name>();
  for (const name of judgements.flatMap((judgement) => judgement.names)) names.set(`${name.ref} ${name.rule}`, name);
  return { decision, names: [...names.values()], missing: judgements.flatMap(({ missing = [] }) => missing) };
}
