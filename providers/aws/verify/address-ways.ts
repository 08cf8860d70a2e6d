import { scopeName } from '../../../src/model/resource.ts';
import type { Instance } from '../records/instances.ts';
import { type Check, fact } from './check.ts';
import { instanceOf, stated } from './conditions.ts';
import type { Estate } from './estate.ts';
import { everyInterface } from './interfaces.ts';
import type { Row } from './source.ts';
import { addresses, classicLoadBalancers, loadBalancers, networkInterfaces } from './sources.ts';
import type { Way } from './way.ts';

/** The way to a public address that no interface shows: an Elastic IP, or an instance whose interface was not told. */
export function addressWays(estate: Estate, entry: string, address: string): readonly Way[] {
  const way = (workload: string, check: Check): Way => ({
    workload,
    line: entry,
    family: 'ipv4',
    checks: [check],
    gates: [],
  });
  const sees: Check['sees'] = (sent) => sent;
  const unseen = { rule: 'its interface could not be read', missing: [estate.gap(networkInterfaces)] };
  const instance = instanceOf(estate, entry);
  if (instance !== undefined && isUnseen(estate, instance, address)) {
    const names = [{ ref: entry, rule: unseen.rule, evidence: instance.evidence }];
    return [way(entry, fact('instance', { decision: 'unknown', names, missing: unseen.missing }, sees))];
  }
  const elastic = estate
    .rows(addresses, { account: estate.scope.account })
    .find(({ record }) => record.PublicIp === address && (record.AllocationId ?? record.PublicIp) === entry);
  if (elastic === undefined || isShown(estate, address)) return [];
  const { NetworkInterfaceId, InstanceId, AssociationId } = elastic.record;
  const holder = NetworkInterfaceId ?? InstanceId ?? AssociationId;
  const workload = InstanceId ?? NetworkInterfaceId ?? entry;
  const name = { ref: entry, rule: holder === undefined ? 'not associated' : unseen.rule, evidence: elastic.evidence };
  const judgement =
    holder === undefined
      ? { ...stated(false, name), latent: true }
      : { decision: 'unknown' as const, names: [name], missing: unseen.missing };
  return [way(workload, fact('Elastic IP', judgement, sees))];
}

/** Whether nobody told of the interface through which an instance can be reached at this address. */
function isUnseen(estate: Estate, { record, evidence }: Row<Instance>, address: string): boolean {
  const { PublicIpAddress, PrivateIpAddress, InstanceId, State } = record;
  const isOwn = evidence.scope === scopeName(estate.scope);
  if (!isOwn || address !== (PublicIpAddress ?? PrivateIpAddress ?? '-')) return false;
  const isHidden = everyInterface(estate).every((row) => row.record.Attachment?.InstanceId !== InstanceId);
  const isGone = State?.Name === 'terminated' || !estate.isIncomplete(networkInterfaces);
  return (isHidden && !isGone) || (PublicIpAddress !== undefined && !isShown(estate, PublicIpAddress));
}

/** Whether some interface has a public address. */
function isShown(estate: Estate, address: string): boolean {
  return everyInterface(estate).some(({ record }) =>
    [record, ...record.PrivateIpAddresses].some(({ Association }) => Association?.PublicIp === address),
  );
}

/** What stands for a list that could not be read: whatever is on it may be reachable. */
export function blindSpotWays(estate: Estate, entry: string, address: string): readonly Way[] {
  const kinds = [networkInterfaces, loadBalancers, classicLoadBalancers];
  const hidden = kinds.find(({ call }) => entry === `${call} ${scopeName(estate.scope)}`);
  if (hidden === undefined || address !== '-' || !estate.isIncomplete(hidden)) return [];
  const names = [{ ref: entry, rule: 'could not be read' }];
  const check = fact('collection gap', { decision: 'unknown', names, missing: [estate.gap(hidden)] }, (sent) => sent);
  return [{ workload: entry, line: entry, family: 'ipv4', checks: [check], gates: [] }];
}
