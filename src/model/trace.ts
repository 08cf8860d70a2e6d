/**
 * One thing that the control plane says of a workload, kept as it was read.
 *
 * Values of environment variables, keys and tokens are never traces.
 */
export interface Trace {
  readonly kind:
    | 'managed-type'
    | 'image'
    | 'command'
    | 'env-name'
    | 'path'
    | 'health-path'
    | 'name'
    | 'accelerator'
    | 'machine-image'
    | 'identity';
  readonly value: string;
  /** Where it was read: `ec2:DescribeInstances InstanceType`. */
  readonly source: string;
  /** How surely it speaks of the process that answers, 0 to 1: 1 the target itself, 0.6 its only host. */
  readonly attribution: number;
}
