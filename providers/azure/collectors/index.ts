import type { Collector } from '../../../src/collect/collector.ts';
import type { AzureScope } from './azure-scope.ts';
import { firewallRules } from './firewall-rules.ts';
import { FRONT_DOOR_DETAILS } from './front-door.ts';
import { SCALE_SET_DETAILS } from './scale-sets.ts';
import { securityAdminRules } from './security-admin-rules.ts';

/** What is asked of Resource Manager about single resources, since neither Resource Graph nor a list holds it. */
export const DETAILS: readonly Collector<AzureScope>[] = [
  securityAdminRules,
  ...SCALE_SET_DETAILS,
  firewallRules,
  ...FRONT_DOOR_DETAILS,
];
