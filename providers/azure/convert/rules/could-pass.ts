import type { Stage } from '../../../../src/model/path.ts';
import { overlaps } from '../../../../src/net/interval-set.ts';
import type { AddressRanges, Family } from '../../../../src/net/ip.ts';

/** Whether a stage may let something through from one of these senders, roughly: only what surely does not is refused. */
export function couldPass(stage: Stage, family: Family, senders: AddressRanges): boolean {
  switch (stage.kind) {
    case 'condition':
      return stage.holds !== 'no';
    case 'inspection':
      return true;
    case 'reply-route':
      return stage.missing !== undefined || stage.routes.some(({ leadsTo }) => leadsTo !== 'elsewhere');
    case 'filter':
      return stage.firewalls.some(
        ({ rules, missing }) =>
          missing !== undefined ||
          rules.some(({ action, remotes }) => action === 'allow' && overlaps(remotes[family], senders)),
      );
  }
}
