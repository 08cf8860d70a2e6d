import type { Evidence } from '../../../src/model/resource.ts';
import { Memo } from '../../../src/verify/memo.ts';
import type { InternetGateway } from '../records/gateways.ts';
import type { Instance } from '../records/instances.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import { type Check, fact, type Judgement, type Name } from './check.ts';
import type { Estate } from './estate.ts';
import type { Standing } from './network.ts';
import { blocksOf, within } from './packet.ts';
import type { Row } from './source.ts';
import {
  blockPublicAccessExclusions,
  blockPublicAccessOptions,
  instances,
  internetGateways,
  networkInterfaces,
  subnets,
  vpcs,
} from './sources.ts';

type Sees = Check['sees'];

/** An IPv6 range of a subnet can be private, and is then never advertised. */
export function ipv6AdvertisedCheck(estate: Estate, subnetId: string | undefined, address: string, sees: Sees): Check {
  const row = estate.find(subnets, 'SubnetId', subnetId);
  const ref = subnetId ?? 'unknown subnet';
  if (row === undefined) {
    const names = [{ ref, rule: 'IPv6 ranges could not be read' }];
    return fact('subnet', { decision: 'unknown', names, missing: [estate.gap(subnets)] }, sees);
  }
  const ranges = row.record.Ipv6CidrBlockAssociationSet;
  const [asked] = blocksOf('ipv6', [address]);
  const own = ranges.find(({ Ipv6CidrBlock }) =>
    blocksOf('ipv6', [Ipv6CidrBlock]).some((block) => asked?.every((end) => within(end, block))),
  );
  const attributes = (own === undefined ? ranges : [own]).map(({ Ipv6AddressAttribute }) => Ipv6AddressAttribute);
  const isPrivate = attributes.length > 0 && attributes.every((attribute) => attribute === 'private');
  const rule = isPrivate ? 'IPv6 addresses are private' : 'IPv6 addresses are advertised';
  return fact('subnet', stated(!isPrivate, { ref, rule, evidence: row.evidence }), sees);
}

/** What is stopped or not attached answers nobody for now. */
export function livenessCheck(estate: Estate, { record, evidence }: Row<NetworkInterface>, sees: Sees): Check {
  const { NetworkInterfaceId: ref, Attachment } = record;
  if (Attachment?.InstanceId !== undefined) return instanceCheck(estate, Attachment.InstanceId, sees);
  const status = record.Status ?? (Attachment === undefined ? undefined : 'in-use');
  if (status !== undefined) {
    const isInUse = status === 'in-use' || status === 'associated';
    return fact('network interface', { ...stated(isInUse, { ref, rule: status, evidence }), latent: true }, sees);
  }
  const names = [{ ref, rule: 'status could not be read', evidence }];
  return fact('network interface', { decision: 'unknown', names, missing: [estate.gap(networkInterfaces)] }, sees);
}

export function instanceCheck(estate: Estate, ref: string, sees: Sees): Check {
  const found = instanceOf(estate, ref);
  const state = found?.record.State?.Name;
  const evidence = found === undefined ? {} : { evidence: found.evidence };
  if (state !== undefined) {
    const name = { ref, rule: state, ...evidence };
    return fact('instance', { ...stated(state === 'running', name), latent: true }, sees);
  }
  const names = [{ ref, rule: 'state could not be read', ...evidence }];
  return fact('instance', { decision: 'unknown', names, missing: [estate.gap(instances)] }, sees);
}

const INSTANCES = new Memo<ReadonlyMap<string, Row<Instance>>>();

export function instanceOf(estate: Estate, id: string): Row<Instance> | undefined {
  const all = INSTANCES.of(estate, 'by id', () => {
    const rows = estate
      .rows(instances)
      .flatMap(({ record, evidence }) =>
        record.Instances.map((instance) => [instance.InstanceId, { record: instance, evidence }] as const),
      );
    return new Map(rows.toReversed());
  });
  return all.get(id);
}

export function internetGatewayCheck(estate: Estate, standing: Standing, sees: Sees): Check {
  const { vpc } = standing;
  const gateway = gatewayOf(estate, vpc);
  if (gateway !== undefined) {
    const name = { ref: gateway.record.InternetGatewayId, rule: `attached to ${vpc}`, evidence: gateway.evidence };
    return fact('internet gateway', stated(true, name), sees);
  }
  if (!mayHaveGateway(estate, standing)) {
    return fact('VPC', stated(false, { ref: vpc, rule: 'no internet gateway attached' }), sees);
  }
  const names = [{ ref: vpc, rule: 'internet gateway could not be read' }];
  return fact('VPC', { decision: 'unknown', names, missing: [estate.gap(internetGateways)] }, sees);
}

export function gatewayOf(estate: Estate, vpc: string): Row<InternetGateway> | undefined {
  const isAttached = ({ Attachments }: InternetGateway): boolean =>
    Attachments.some(({ VpcId, State = 'available' }) => VpcId === vpc && ATTACHED.includes(State));
  return estate.rows(internetGateways).find(({ record }) => isAttached(record));
}

/** Whether a gateway could be attached that was not read. */
export function mayHaveGateway(estate: Estate, { vpc, account }: Standing): boolean {
  return vpc === 'unknown VPC' || estate.isIncomplete(internetGateways, { account });
}

/** `available` is what AWS prints for an internet gateway, `attached` what its documentation says. */
const ATTACHED = ['available', 'attached'];

/** Block Public Access closes every gateway of an account and region, but for what is excluded both ways. */
export function blockPublicAccessCheck(estate: Estate, standing: Standing, sees: Sees): Check {
  const ref = 'vpc-block-public-access';
  const said = (judgement: Judgement): Check => fact('VPC Block Public Access', judgement, sees);
  const { mode, evidence } = blockModeOf(estate, standing);
  if (mode === undefined || evidence === undefined) {
    const names = [{ ref, rule: 'mode could not be read' }];
    // The subnet would have told of itself.
    const others = estate.isIncomplete(subnets) ? [estate.gap(subnets)] : [];
    return said({ decision: 'unknown', names, missing: [estate.gap(blockPublicAccessOptions), ...others] });
  }
  if (mode === 'off') return said(stated(true, { ref, rule: mode, evidence }));
  const exclusion = exclusionOf(estate, standing);
  if (exclusion !== undefined) {
    return said(stated(true, { ref, rule: `excluded by ${exclusion} (allow-bidirectional)`, evidence }));
  }
  if (!estate.isIncomplete(blockPublicAccessExclusions, standing))
    return said(stated(false, { ref, rule: mode, evidence }));
  const names = [{ ref, rule: `${mode}, exclusions could not be read`, evidence }];
  return said({ decision: 'unknown', names, missing: [estate.gap(blockPublicAccessExclusions)] });
}

interface BlockMode {
  readonly mode?: string | undefined;
  readonly evidence?: Evidence;
}

/** The mode of the account, or where that was not answered what the subnet or the VPC say of themselves. */
function blockModeOf(estate: Estate, { account, subnet, vpc }: Standing): BlockMode {
  const [option] = estate.rows(blockPublicAccessOptions, { account });
  const states = [estate.find(subnets, 'SubnetId', subnet), estate.find(vpcs, 'VpcId', vpc)].map((row): BlockMode => {
    const mode = row?.record.BlockPublicAccessStates?.InternetGatewayBlockMode;
    return row === undefined ? {} : { mode, evidence: row.evidence };
  });
  const own = option === undefined ? [] : [{ mode: option.record.InternetGatewayBlockMode, evidence: option.evidence }];
  return [...own, ...states].find(({ mode }) => mode !== undefined) ?? {};
}

function exclusionOf(estate: Estate, { account, subnet, vpc }: Standing): string | undefined {
  const ids = estate
    .rows(blockPublicAccessExclusions, { account })
    .map(({ record }) => record)
    .filter(({ State = 'create-complete' }) => IN_FORCE.includes(State))
    .filter(({ InternetGatewayExclusionMode: mode }) => mode === 'allow-bidirectional')
    .filter(({ ResourceArn = '' }) => ResourceArn.endsWith(`/${vpc}`) || ResourceArn.endsWith(`/${subnet}`));
  return ids.map(({ ExclusionId }) => ExclusionId).sort()[0];
}

/** An exclusion that is being changed or removed is still in force. */
const IN_FORCE = [
  ...['create-complete', 'update-complete', 'update-in-progress', 'update-failed'],
  ...['disable-in-progress', 'delete-in-progress'],
];

export function stated(holds: boolean, name: Name): Judgement {
  return { decision: holds ? 'allow' : 'deny', names: [name] };
}
