import { COLLECTORS } from './collectors/index.ts';
import { regions } from './records/regions.ts';

/** The least-privilege policy, as IAM takes it. Who we are may be asked without any permission. */
export function permissions(): unknown {
  const needed = COLLECTORS.flatMap(({ calls }) => calls.map(({ permission }) => permission));
  const Action = [...new Set([regions.permission, ...needed])].sort();
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'ExposureReadOnly', Effect: 'Allow', Action, Resource: '*' }],
  };
}
