import type { Proof } from '../../../../src/model/proof.ts';
import { EVERY_ADDRESS } from '../../../../src/net/ip.ts';
import { parentId, subscriptionOf } from '../../arm-id.ts';
import { applicationGateways } from '../../records/application-gateways.ts';
import type { ArmKind } from '../../records/arm-kind.ts';
import { azureFirewalls } from '../../records/azure-firewalls.ts';
import { RECORDS } from '../../records/index.ts';
import { loadBalancers } from '../../records/load-balancers.ts';
import { type Check, fact, type Way } from '../check.ts';
import type { Estate } from '../estate.ts';
import { type IpConfig, interfaceGuards } from './guards.ts';
import { NO_ADDRESS } from './interface-ways.ts';
import { configsOf, liveness, machineIdOf, nicOf, primaryOf, targetOf } from './interfaces.ts';
import { networksNear } from './networks.ts';
import { replyCheck } from './routes.ts';

/** Lists that may hold a front which leads to whatever address it is given. */
const LISTS: readonly ArmKind[] = [loadBalancers, applicationGateways, azureFirewalls];

/** What else can hide that a front leads to a private machine. */
const DEEPER =
  /^azure:Microsoft\.(?:Network\/(?:firewallPolicies(?:\/ruleCollectionGroups)?|publicIPAddresses|privateLinkServices|frontDoors|virtualNetworks|routeTables)|Cdn\/profiles(?:\/.*)?) /i;

/** The way to a private machine through a front that could not be read. */
export function hiddenFrontWays(
  estate: Estate,
  { entry, address, missing }: Pick<Proof, 'entry' | 'address' | 'missing'>,
): readonly Way[] {
  const nic = nicOf(estate, entry);
  const own = nic?.id === entry ? primaryOf(configsOf(nic)) : undefined;
  if (own === undefined || nic === undefined || machineIdOf(estate, nic) === undefined) return [];
  const { subnet, privateIPAddress = NO_ADDRESS } = own.config.properties;
  const networks = subnet?.id === undefined ? [] : networksNear(estate, parentId(subnet.id));
  const near = [...new Set([entry, ...networks].map((id) => subscriptionOf(id) ?? 'unknown'))];
  const unread = LISTS.flatMap((kind) =>
    near.filter((each) => estate.heard(kind, each).isCut).map((each) => `${kind.call} ${each}`),
  );
  const sure = [...unread, ...namedBy(estate, own)];
  // A proof that is blocked all the same names no gap, so it may be any.
  const possible = RECORDS.flatMap(({ call }) => near.map((each) => `${call} ${each}`));
  const isDeeper = (name: string): boolean => DEEPER.test(name) && estate.isGap(name);
  const deeper = (missing.length > 0 ? missing : possible).filter(isDeeper);
  const variants = missing.length > 0 ? [[...sure, ...deeper]] : [sure, [...sure, ...deeper]];
  if (privateIPAddress !== address) return [];
  return variants
    .filter((names) => names.length > 0)
    .map((names) => wayBehind(estate, own, [...new Set(names)].sort()));
}

function wayBehind(estate: Estate, own: IpConfig, missing: readonly string[]): Way {
  const { nic, config, family } = own;
  const ref = `fronts of ${subscriptionOf(nic.id) ?? 'unknown'}`;
  const rule = 'a load balancer or a gateway that could not be read';
  const hidden = fact({ decision: 'unknown', names: [{ kind: 'collection gap', ref, rule }], missing });
  const keepsClient = missing.every((name) => name.startsWith(`${loadBalancers.call} `));
  const guards = interfaceGuards(estate, own);
  const seen = keepsClient
    ? [...guards, replyCheck(estate, config.properties.subnet?.id, family)]
    : guards.map((guard) => fromAnyone(guard, family, missing));
  return {
    workload: targetOf(estate, nic).ref,
    family,
    checks: [hidden, ...liveness(estate, nic), ...seen],
    gates: [],
  };
}

/** The fronts that an interface itself says it is behind, and that were not read. */
function namedBy(estate: Estate, { nic }: IpConfig): readonly string[] {
  return nic.properties.ipConfigurations.flatMap(({ properties: own }) => {
    const pools = [...own.loadBalancerBackendAddressPools, ...own.applicationGatewayBackendAddressPools];
    return [...pools, ...own.loadBalancerInboundNatRules].flatMap(({ id }) => {
      const kind: ArmKind = /\/applicationGateways\//i.test(id ?? '') ? applicationGateways : loadBalancers;
      return id === undefined || estate.find(kind, parentId(id)) !== undefined ? [] : [estate.gap(kind, id)];
    });
  });
}

/** A front that hides the client may have any address of the network. */
function fromAnyone(guard: Check, family: IpConfig['family'], missing: readonly string[]): Check {
  const sender = { family, ranges: EVERY_ADDRESS[family], exact: false, missing };
  const judge: Check['judge'] = (seen) => guard.judge({ ...seen, sender });
  return { ...guard, judge };
}
