import { z } from 'zod';
import { type ArmKind, actionOn, listedType } from './arm-kind.ts';

/**
 * What a network interface's routes come out as, learned ones included.
 *
 * It is computed while one waits and for running machines only, so it is not asked for a whole estate; where a verdict
 * hangs on it, that is told.
 */
export const effectiveRoutes = actionOn('Microsoft.Network/networkInterfaces', 'effectiveRouteTable', z.unknown());

/** The same for its network security groups. */
export const effectiveGroups = actionOn(
  'Microsoft.Network/networkInterfaces',
  'effectiveNetworkSecurityGroups',
  z.unknown(),
);

/** Which gateway is connected with which site. */
export const gatewayConnections = listedType('Microsoft.Network/connections', z.unknown());

/** Calls that could close a gap and are not made. */
export const UNASKED: readonly ArmKind[] = [effectiveRoutes, effectiveGroups, gatewayConnections];
