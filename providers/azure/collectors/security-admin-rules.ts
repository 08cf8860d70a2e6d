import { z } from 'zod';
import { securityAdminRules as kind } from '../records/security-admin-rules.ts';
import { virtualNetworks } from '../records/virtual-networks.ts';
import { perParent } from './per-parent.ts';

const Token = z.object({ skipToken: z.string().nullish() });

/**
 * Who manages a network need not be visible to whoever may see the network, so each network is asked itself.
 *
 * The list is an action, and its next page is asked for with a token in the body.
 */
export const securityAdminRules = perParent({
  kind,
  question: 'Which rules of Virtual Network Manager are in force on the networks?',
  after: [virtualNetworks],
  ask: async ({ session, subscription }, { resourceGroup, names: [name = ''] }, page) => {
    const network = await session.network(subscription);
    const { token } = page;
    const parameters = token === undefined ? {} : { skipToken: token };
    const response = await session.rawAnswer(
      () => network.listNetworkManagerEffectiveSecurityAdminRules(resourceGroup, name, parameters),
      page,
    );
    return { response, next: Token.parse(response).skipToken ?? undefined };
  },
});
