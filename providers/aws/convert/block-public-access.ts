import { elementOf } from '../../../src/convert/elements.ts';
import type { Row } from '../../../src/convert/table.ts';
import type { ConditionStage, Stage } from '../../../src/model/path.ts';
import type { BlockPublicAccessExclusion } from '../records/block-public-access.ts';
import type { Context } from './context.ts';
import type { Estate, Standing } from './estate.ts';
import type { Place } from './place.ts';

/** States in which an exclusion is in force: one that is being changed or removed still is. */
const IN_FORCE: readonly (string | undefined)[] = [
  undefined,
  'create-complete',
  'update-complete',
  'update-in-progress',
  'update-failed',
  'disable-in-progress',
  'delete-in-progress',
];

interface Mode {
  readonly mode: string | undefined;
  readonly row?: Row<unknown>;
}

/**
 * VPC Block Public Access: one switch for an account and region that outranks everything else.
 *
 * Only an exclusion that allows both directions lifts it for inbound traffic.
 */
export function blockPublicAccessStage(context: Context, standing: Standing): Stage {
  const { mode, row } = modeOf(context.estate, standing);
  const element = elementOf('VPC Block Public Access', 'vpc-block-public-access', row);
  return context.condition(standing.place, { element, ...outcome(context.estate, standing, mode) });
}

function outcome(
  estate: Estate,
  standing: Standing,
  mode: string | undefined,
): Pick<ConditionStage, 'holds' | 'rule' | 'missing'> {
  const scope = estate.ownerScope(standing);
  const { tables } = standing.place;
  if (mode === undefined) {
    const missing = [estate.missing({ table: tables.blockPublicAccessOptions, scope, what: 'the mode' })];
    // The subnet would have told of itself.
    if (tables.subnets.completeness() !== 'complete') missing.push(estate.missing({ table: tables.subnets }));
    return { holds: 'unknown', rule: 'mode could not be read', missing };
  }
  if (mode === 'off') return { holds: 'yes', rule: 'off', missing: [] };
  const exclusion = exclusionOf(estate, standing);
  if (exclusion !== undefined) {
    return { holds: 'yes', rule: `excluded by ${exclusion.ExclusionId} (allow-bidirectional)`, missing: [] };
  }
  if (estate.knowsAll(standing, (place) => place.tables.blockPublicAccessExclusions)) {
    return { holds: 'no', rule: mode, missing: [] };
  }
  const missing = [estate.missing({ table: tables.blockPublicAccessExclusions, scope })];
  return { holds: 'unknown', rule: `${mode}, exclusions could not be read`, missing };
}

/** The mode of the network's owner; where that was not answered, the state that subnet or VPC show of themselves. */
function modeOf(estate: Estate, standing: Standing): Mode {
  const { place, subnetId } = standing;
  const vpcId = estate.vpcIdOf(standing);
  const owner = ownerPlace(estate, standing);
  const option = owner?.tables.blockPublicAccessOptions.rows.toSorted(newestFirst)[0];
  if (option?.record.InternetGatewayBlockMode !== undefined) {
    return { mode: option.record.InternetGatewayBlockMode, row: option };
  }
  const subnet = subnetId === undefined ? undefined : estate.find(place, ({ subnets }) => subnets.get(subnetId));
  const ofSubnet = subnet?.record.BlockPublicAccessStates?.InternetGatewayBlockMode;
  if (subnet !== undefined && ofSubnet !== undefined) return { mode: ofSubnet, row: subnet };
  const vpc = vpcId === undefined ? undefined : estate.find(place, ({ vpcs }) => vpcs.get(vpcId));
  const ofVpc = vpc?.record.BlockPublicAccessStates?.InternetGatewayBlockMode;
  return vpc === undefined || ofVpc === undefined ? { mode: undefined } : { mode: ofVpc, row: vpc };
}

function exclusionOf(estate: Estate, standing: Standing): BlockPublicAccessExclusion | undefined {
  const vpcId = estate.vpcIdOf(standing);
  const rows = ownerPlace(estate, standing)?.tables.blockPublicAccessExclusions.rows ?? [];
  return rows
    .map(({ record }) => record)
    .filter(
      ({ State, InternetGatewayExclusionMode: mode }) => IN_FORCE.includes(State) && mode === 'allow-bidirectional',
    )
    .sort((a, b) => (a.ExclusionId < b.ExclusionId ? -1 : 1))
    .find(({ ResourceArn }) => {
      const id = ResourceArn?.split('/').at(-1);
      return id !== undefined && (id === vpcId || id === standing.subnetId);
    });
}

function ownerPlace(estate: Estate, standing: Standing): Place | undefined {
  const { account } = estate.ownerScope(standing);
  return estate.near(standing.place).find(({ scope }) => scope.account === account);
}

function newestFirst(a: Row<unknown>, b: Row<unknown>): number {
  return a.evidence.at < b.evidence.at ? 1 : a.evidence.at > b.evidence.at ? -1 : 0;
}
