import { listOf, text } from '../../../src/collect/fields.ts';
import { resource } from './arm.ts';
import { listedType } from './arm-kind.ts';

/** Addresses, blocks and ranges (`10.0.0.1-10.0.0.9`) under one name, for the rules of firewalls. */
const IpGroup = resource({ ipAddresses: listOf(text) });

export const ipGroups = listedType('Microsoft.Network/ipGroups', IpGroup);
