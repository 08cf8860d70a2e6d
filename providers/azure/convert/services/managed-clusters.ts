import type { Row } from '../../../../src/convert/table.ts';
import { trace } from '../../../../src/convert/traces.ts';
import type { Entry, Gate, Workload } from '../../../../src/model/inventory.ts';
import type { Stage } from '../../../../src/model/path.ts';
import type { Element } from '../../../../src/model/resource.ts';
import type { Trace } from '../../../../src/model/trace.ts';
import { type ManagedCluster, managedClusters } from '../../records/managed-clusters.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { fact } from '../fronts/front-stages.ts';
import { loginFront } from '../fronts/login-fronts.ts';
import { allowList } from '../rules/allow-lists.ts';
import { tagTraces } from '../traces.ts';
import { namedWorkload } from '../workloads.ts';

const KIND = 'managed cluster';
const API_PORT = 443;

/**
 * The API server of every Kubernetes cluster.
 *
 * What its nodes and services open are interfaces and load balancers, which are judged as any other.
 */
export function clusterEntries(context: Context): readonly Entry[] {
  return context.estate.rows(managedClusters).map((row) => {
    const { id, name, location } = row.record;
    const { fqdn, privateFQDN } = row.record.properties;
    const element = elementOf(KIND, id, row, name);
    const address = (isPrivate(row) ? (privateFQDN ?? fqdn) : fqdn) ?? name ?? id;
    const to = loginFront(context, {
      workload: workloadOf(context, row),
      address,
      port: API_PORT,
      gate: gateOf(element, row.record.properties),
    });
    const paths = [context.path(stagesOf(context, row, element))];
    return { ref: element.ref, scope: context.scope(id, location), address, family: 'ipv4', paths, element, to };
  });
}

/** Everyone must show who they are to Kubernetes: by Entra ID, or by a cluster's own certificate where that is allowed. */
function gateOf(element: Element, { disableLocalAccounts }: ManagedCluster['properties']): Gate {
  const rule = disableLocalAccounts === true ? `${LOGIN} without local accounts` : LOGIN;
  return { kind: 'iam', strength: 'strong', element, rule };
}

const LOGIN = 'Kubernetes authentication';

function stagesOf(context: Context, row: Row<ManagedCluster>, element: Element): readonly Stage[] {
  const { powerState, apiServerAccessProfile, publicNetworkAccess } = row.record.properties;
  const texts = apiServerAccessProfile?.authorizedIPRanges ?? [];
  const list = { element, name: 'authorized IP ranges', texts, port: API_PORT };
  const firewall = allowList(context, list, row.record.location ?? '');
  const isOff = publicNetworkAccess?.toLowerCase() === 'disabled';
  return [
    // The public name of a private cluster stands for a private address.
    fact(context, isPrivate(row) ? no('private cluster') : yes('public cluster')),
    ...(isOff ? [fact(context, no('public network access disabled'))] : []),
    fact(context, powerState?.code?.toLowerCase() === 'stopped' ? { ...no('stopped'), latent: true } : yes('running')),
    context.filter({ firewalls: [firewall], role: 'grant', direction: 'forward', remote: 'wire' }),
  ];
}

function isPrivate({ record }: Row<ManagedCluster>): boolean {
  return record.properties.apiServerAccessProfile?.enablePrivateCluster === true;
}

function no(rule: string) {
  return { holds: 'no', rule, missing: [] } as const;
}

function yes(rule: string) {
  return { holds: 'yes', rule, missing: [] } as const;
}

function workloadOf(context: Context, row: Row<ManagedCluster>): Workload {
  const { id, name, location, tags } = row.record;
  return namedWorkload(context, { id, kind: KIND, location, name, tags, row, traces: clusterTraces(row) });
}

/** What runs on the nodes is not what answers here. */
const OF_A_NODE = 0.1;

function clusterTraces({ record }: Row<ManagedCluster>): readonly Trace[] {
  const { call } = managedClusters;
  const sizes = new Set(record.properties.agentPoolProfiles.flatMap(({ vmSize }) => vmSize ?? []));
  return [
    ...trace('name', record.name, `${call} name`, 1),
    ...tagTraces(record.tags, `${call} tags`),
    ...[...sizes].sort().flatMap((size) => trace('accelerator', size, `${call} agentPoolProfiles vmSize`, OF_A_NODE)),
  ];
}
