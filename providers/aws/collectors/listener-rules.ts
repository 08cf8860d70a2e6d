import { defineCollector, type Known } from '../../../src/collect/collector.ts';
import { listenerRules as kind, listeners } from '../records/listeners.ts';
import type { AwsClients } from '../session.ts';
import { detailCall, distinct, ELB_PAGE, question, recordsOf } from './list-call.ts';

export const listenerRules = defineCollector<AwsClients>({
  id: 'aws/listener-rules',
  question: 'Which rules do the web listeners go by?',
  after: ['aws/listeners'],
  calls: [
    detailCall(kind, webListeners, (ListenerArn) =>
      question({ ListenerArn }, ({ elbv2 }, Marker, options) =>
        elbv2.describeRules({ ListenerArn, PageSize: ELB_PAGE, Marker }, options),
      ),
    ),
  ],
});

/** Only these have rules; any other listener has the one default action that came with it. */
function webListeners(known: Known): readonly string[] {
  const web = recordsOf(listeners, known).filter(({ Protocol }) => Protocol === 'HTTP' || Protocol === 'HTTPS');
  return distinct(web.map(({ ListenerArn }) => ListenerArn));
}
