import type { Collector } from '../../../src/collect/collector.ts';
import type { AwsClients } from '../session.ts';
import { addresses } from './addresses.ts';
import { balancerSettings } from './balancer-settings.ts';
import { blockPublicAccess } from './block-public-access.ts';
import { firewalls } from './firewalls.ts';
import { gateways } from './gateways.ts';
import { images } from './images.ts';
import { instances } from './instances.ts';
import { interfaces } from './interfaces.ts';
import { listenerRules } from './listener-rules.ts';
import { listeners } from './listeners.ts';
import { loadBalancers } from './load-balancers.ts';
import { networks } from './networks.ts';
import { prefixLists } from './prefix-lists.ts';
import { routes } from './routes.ts';
import { targets } from './targets.ts';

/** Every question that is asked of a region, those with the most pages and questions behind them first. */
export const COLLECTORS: readonly Collector<AwsClients>[] = [
  instances,
  interfaces,
  addresses,
  networks,
  routes,
  gateways,
  firewalls,
  blockPublicAccess,
  prefixLists,
  images,
  loadBalancers,
  balancerSettings,
  listeners,
  listenerRules,
  targets,
];
