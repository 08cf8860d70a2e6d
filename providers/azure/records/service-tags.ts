import type { z } from 'zod';
import { listOf, text } from '../../../src/collect/fields.ts';
import { armObjectWith } from './arm.ts';
import { type ArmKind, listedType } from './arm-kind.ts';

/** A name for the addresses of a service, which rules may use in the place of addresses. */
export const ServiceTag = armObjectWith({}, { region: text, systemService: text, addressPrefixes: listOf(text) });
export type ServiceTag = z.output<typeof ServiceTag>;

/**
 * All tags of the cloud, whatever the subscription and whatever the location in the request: one answer tells an estate.
 *
 * The answer is an object with its list under `values`, and is not paged.
 */
export const serviceTags: ArmKind<ServiceTag> = {
  ...listedType('Microsoft.Network/locations/serviceTags', ServiceTag, false),
  list: 'values',
};
