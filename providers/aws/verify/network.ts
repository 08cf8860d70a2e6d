import type { Subnet } from '../records/subnets.ts';
import type { Estate } from './estate.ts';
import type { Row } from './source.ts';
import { subnets, vpcs } from './sources.ts';

/** Where something stands, and the account whose answers describe the network there. */
export interface Standing {
  readonly vpc: string;
  readonly subnet: string;
  readonly account: string;
}

/** A shared network belongs to another account than what stands in it, and only its owner sees all of it. */
export function standingOf(
  estate: Estate,
  { VpcId, SubnetId, OwnerId }: { readonly [field in 'VpcId' | 'SubnetId' | 'OwnerId']?: string | undefined },
): Standing {
  const subnet: Row<Subnet> | undefined = estate.find(subnets, 'SubnetId', SubnetId);
  const vpc = VpcId ?? subnet?.record.VpcId;
  const owner = subnet?.record.OwnerId ?? estate.find(vpcs, 'VpcId', vpc)?.record.OwnerId;
  const isShared = owner !== undefined && owner !== OwnerId;
  return {
    vpc: vpc ?? 'unknown VPC',
    subnet: SubnetId ?? 'unknown subnet',
    account: isShared ? owner : estate.scope.account,
  };
}
