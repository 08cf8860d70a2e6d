import type { Gate } from '../../../../src/model/inventory.ts';
import type { Element } from '../../../../src/model/resource.ts';
import { nameIn } from '../../arm-id.ts';
import type { GatewayListener, RequestRoutingRule } from '../../records/application-gateways.ts';
import { type GatewayRow, partElement, partNamed } from './gateway-parts.ts';

/**
 * A client certificate that a listener demands. In `Passthrough` it is only asked for, and whoever has none gets in.
 * `Strict` is what is meant where nothing is said.
 */
export function certificateGates(row: GatewayRow, listener: GatewayListener): readonly Gate[] {
  const { sslProfiles } = row.record.properties;
  const profile = partNamed(row, sslProfiles, 'sslProfiles', listener.properties.sslProfile?.id);
  if (profile === undefined) return [];
  const { trustedClientCertificates, clientAuthConfiguration } = profile.properties;
  const mode = clientAuthConfiguration?.verifyClientAuthMode ?? 'Strict';
  if (trustedClientCertificates.length === 0 || mode.toLowerCase() === 'passthrough') return [];
  const element = partElement(row, 'SSL profile', 'sslProfiles', profile);
  return [{ kind: 'mtls', strength: 'strong', element, rule: `client certificate ${mode}` }];
}

/** A token that a rule demands. Where the action is `Allow`, whoever shows none gets in all the same. */
export function tokenGates(row: GatewayRow, element: Element, rule: RequestRoutingRule): readonly Gate[] {
  const { entraJWTValidationConfigs } = row.record.properties;
  const id = rule.properties.entraJWTValidationConfig?.id;
  const config = partNamed(row, entraJWTValidationConfigs, 'entraJWTValidationConfigs', id);
  if (config === undefined || config.properties.unAuthorizedRequestAction?.toLowerCase() === 'allow') return [];
  const words = ['Entra token', config.properties.tenantId].filter((word) => word !== undefined);
  return [{ kind: 'jwt', strength: 'strong', element, rule: words.join(' ') }];
}

/** A login by a policy that is a resource of its own. What it does with whoever has none we did not read. */
export function loginGates(
  element: Element,
  configs: RequestRoutingRule['properties']['authConfigs'],
): readonly Gate[] {
  return configs.map(({ name, authenticationPolicy }) => {
    const policy = authenticationPolicy?.id === undefined ? name : nameIn(authenticationPolicy.id);
    return { kind: 'oidc', strength: 'weak', element, rule: `authentication policy ${policy ?? ''}`.trim() };
  });
}
