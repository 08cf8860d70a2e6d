import type { Gate } from '../../../src/model/inventory.ts';
import type { Element } from '../../../src/model/resource.ts';
import type { Action } from '../records/listeners.ts';

/**
 * The logins that a rule demands before it forwards.
 *
 * With `OnUnauthenticatedRequest: allow` a login is only offered: whoever has none is let in all the same.
 */
export function gatesOf(element: Element, actions: readonly Action[]): readonly Gate[] {
  return actions.flatMap((action): readonly Gate[] => {
    const { Type, AuthenticateOidcConfig: oidc, AuthenticateCognitoConfig: cognito } = action;
    const gate = (kind: Gate['kind'], issuer: string | undefined): readonly Gate[] => [
      { kind, strength: 'strong', element, rule: [Type, issuer].filter((word) => word !== undefined).join(' ') },
    ];
    if (Type === 'jwt-validation') return gate('jwt', action.JwtValidationConfig?.Issuer);
    const login = Type === 'authenticate-oidc' ? oidc : Type === 'authenticate-cognito' ? cognito : 'none';
    if (login === 'none' || login?.OnUnauthenticatedRequest === 'allow') return [];
    return gate('oidc', oidc?.Issuer ?? cognito?.UserPoolArn);
  });
}
