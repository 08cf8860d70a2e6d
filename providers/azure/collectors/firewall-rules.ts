import { firewallPolicies, ruleCollectionGroups } from '../records/firewall-policies.ts';
import { perParent } from './per-parent.ts';

export const firewallRules = perParent({
  kind: ruleCollectionGroups,
  question: 'Which addresses do the firewalls translate, and for whom?',
  after: [firewallPolicies],
  ask: async ({ session, subscription }, { resourceGroup, names: [policy = ''] }, page) => {
    const { firewallPolicyRuleCollectionGroups } = await session.network(subscription);
    return session.rawPage(firewallPolicyRuleCollectionGroups.list(resourceGroup, policy), page);
  },
});
