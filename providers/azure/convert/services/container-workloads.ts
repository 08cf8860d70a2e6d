import type { Row } from '../../../../src/convert/table.ts';
import { trace } from '../../../../src/convert/traces.ts';
import type { Workload } from '../../../../src/model/inventory.ts';
import { resourceRef } from '../../../../src/model/resource.ts';
import type { Trace } from '../../../../src/model/trace.ts';
import { type Container, type ContainerGroup, containerGroups } from '../../records/container-groups.ts';
import type { Context } from '../context.ts';
import { elementOf } from '../elements.ts';
import { tagTraces } from '../traces.ts';

export const CONTAINER_GROUP = 'container group';

/** The container answers itself. */
const OF_ITSELF = 1;
/** One of several containers behind one address. */
const OF_ONE_OF_SEVERAL = 0.3;

/** A container group as a whole, for ports of which nobody says which container answers. */
export function groupWorkload(context: Context, row: Row<ContainerGroup>): Workload {
  const { containers } = row.record.properties;
  const attribution = containers.length === 1 ? OF_ITSELF : OF_ONE_OF_SEVERAL;
  const traces = containers.flatMap((container) => containerTraces(container, attribution));
  return workload(context, row, { key: row.record.id, name: row.record.name, traces });
}

/** One container of a group. It goes by the id of the group, which is the resource that one can change. */
export function containerWorkload(context: Context, row: Row<ContainerGroup>, name: string): Workload {
  const { id, name: group, properties } = row.record;
  if (properties.containers.length === 1) return groupWorkload(context, row);
  const own = properties.containers.filter((container) => container.name === name);
  const traces = own.flatMap((container) => containerTraces(container, OF_ITSELF));
  return workload(context, row, { key: `${id}/containers/${name}`, name: `${group ?? id}/${name}`, traces });
}

interface Described {
  readonly key: string;
  readonly name: string | undefined;
  readonly traces: readonly Trace[];
}

function workload(context: Context, row: Row<ContainerGroup>, { key, name, traces }: Described): Workload {
  return context.workload(key, () => {
    const { id, location, tags, name: group } = row.record;
    const { call } = containerGroups;
    return {
      kind: 'workload',
      ref: resourceRef(id),
      scope: context.scope(id, location),
      element: elementOf(CONTAINER_GROUP, id, row, group),
      ...(name === undefined ? {} : { name }),
      tags,
      traces: [...trace('name', name, `${call} name`, OF_ITSELF), ...tagTraces(tags, `${call} tags`), ...traces],
    };
  });
}

function containerTraces({ properties }: Container, attribution: number): readonly Trace[] {
  const { image, command, environmentVariables, resources } = properties;
  const { call } = containerGroups;
  const names = environmentVariables.flatMap(({ name }) => name ?? []);
  const gpu = resources?.requests?.gpu ?? resources?.limits?.gpu;
  return [
    ...trace('image', image, `${call} image`, attribution),
    ...trace('command', command.length === 0 ? undefined : command.join(' '), `${call} command`, attribution),
    ...[...new Set(names)]
      .sort()
      .flatMap((name) => trace('env-name', name, `${call} environmentVariables`, attribution)),
    ...trace(
      'accelerator',
      gpu === undefined ? undefined : 'gpu',
      `${call} resources gpu ${gpu?.sku ?? ''}`.trim(),
      attribution,
    ),
  ];
}
