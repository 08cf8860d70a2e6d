import { z } from 'zod';
import { integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resource, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';
import { withoutSecrets } from './command-secrets.ts';

const Port = shape({ protocol: text, port: integer });

/** An argument may be a password: what a secret's flag is followed by is left out, whoever wrote it there. */
const Command = listOf(z.string()).transform(withoutSecrets);

const Amount = maybe(shape({ gpu: maybe(shape({ count: integer, sku: text })) }));

/** Of environment variables only the names are read. */
const Container = armObject({
  image: text,
  command: Command,
  ports: listOf(Port),
  environmentVariables: listOf(shape({ name: text })),
  resources: maybe(shape({ requests: Amount, limits: Amount })),
});
export type Container = z.output<typeof Container>;

/** Whether it runs now is told by an answer about one group only (`instanceView`); a list leaves it out. */
export const ContainerGroup = resource({
  containers: listOf(Container),
  ipAddress: maybe(shape({ type: text, ip: text, fqdn: text, ports: listOf(Port) })),
  subnetIds: listOf(Ref),
  instanceView: maybe(shape({ state: text })),
});
export type ContainerGroup = z.output<typeof ContainerGroup>;

export const containerGroups = listedType('Microsoft.ContainerInstance/containerGroups', ContainerGroup);
