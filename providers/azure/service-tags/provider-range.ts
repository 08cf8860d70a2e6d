import { parseTagName } from './tag-name.ts';

/**
 * Services from whose addresses anybody can send who rents them, or has them send for him: whoever is let in by such a
 * tag need not be one of ours.
 *
 * Left out are tags of what only Azure itself sends (`GatewayManager`, `BatchNodeManagement`, `ApiManagement`), and of
 * addresses that are only answered from (`AzureFrontDoor.Frontend`).
 */
const SENDS_FOR_ANYBODY: ReadonlySet<string> = new Set([
  // Every machine of every customer.
  'azurecloud',
  // Any profile may name any address as its origin.
  'azurefrontdoor.backend',
  // Programs of any customer, on shared workers.
  'appservice',
  'datafactory',
  'azuredatabricks',
  // A workflow, a connector or a report of any tenant asks the address that its author wrote down.
  'logicapps',
  'azureconnectors',
  'powerplatforminfra',
  'powerplatformplex',
  'powerbi',
  'powerqueryonline',
  // Calls to an address of the customer's choice: webhooks, events, bots, skills, tests, probes.
  'actiongroup',
  'applicationinsightsavailability',
  'azurebotservice',
  'azurecognitivesearch',
  'azuredevops',
  'azuredigitaltwins',
  'azureeventgrid',
  'azuresignalr',
  'azuretrafficmanager',
  'azurewebpubsub',
  'm365managementactivityapiwebhook',
]);

/** Whether the addresses of a service tag are shared: an outsider can rent them or send from them. */
export function isProviderRange(tag: string): boolean {
  const { service, part } = parseTagName(tag);
  return SENDS_FOR_ANYBODY.has(service) || SENDS_FOR_ANYBODY.has(`${service}.${part}`);
}
