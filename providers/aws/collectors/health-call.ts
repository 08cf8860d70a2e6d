import type { CollectorCall, Known } from '../../../src/collect/collector.ts';
import { type TargetGroup, targetHealth } from '../records/target-groups.ts';
import type { AwsClients } from '../session.ts';
import { detailCall, distinct, question } from './list-call.ts';

/** Asks for the targets of each group. This call has no pages. */
export function healthCall(groups: (known: Known) => readonly TargetGroup[]): CollectorCall<AwsClients> {
  return detailCall(
    targetHealth,
    (known) => distinct(groups(known).map(({ TargetGroupArn }) => TargetGroupArn)),
    (TargetGroupArn) =>
      question({ TargetGroupArn }, ({ elbv2 }, _, options) => elbv2.describeTargetHealth({ TargetGroupArn }, options)),
  );
}
