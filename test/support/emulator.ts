import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, inject, test } from 'vitest';
import { aws } from '../../providers/aws/index.ts';
import { fromFiles } from '../../src/audit/sources.ts';
import './moto-setup.ts';
import { environmentOf, type Lab } from './aws-lab.ts';
import { endpointsIn, type PrintedEndpoint } from './printed.ts';
import { proofsOf } from './proofs.ts';
import { blockPublicAccessOff, startAwsProxy } from './replay/aws-proxy.ts';
import { runExposure } from './run-exposure.ts';

/** Tests that need the emulator; without one they are skipped, as its setup has said aloud, or fail where it is required. */
export function describeWithEmulator(title: string, tests: (url: string) => void): void {
  const { url, reason } = inject('moto');
  if (url === undefined && process.env['EXPOSURE_REQUIRE_EMULATOR'] === '1') {
    test(title, () => {
      throw new Error(`the AWS emulator must run here, and cannot: ${reason ?? 'nobody knows why'}`);
    });
    return;
  }
  describe.skipIf(url === undefined)(title, () => {
    tests(url ?? '');
  });
}

/** Runs a command of `exposure` against one account of the emulator, or a proxy in front of it. */
export function exposureIn(lab: Lab, endpoint: string, args: readonly string[]): ReturnType<typeof runExposure> {
  return runExposure([...args, '--quiet'], { env: environmentOf(lab, endpoint) });
}

/** The attack surface of an account, and what was wrong on the way to it. */
export interface SurveyedSurface {
  readonly endpoints: readonly PrintedEndpoint[];
  /** What the commands told on stderr: empty if all went well. */
  readonly complaints: string;
  /** Why proofs do not hold, of every endpoint, whatever its verdict. */
  readonly refuted: readonly string[];
}

/** Collects one region of the emulator, with Block Public Access off, judges it, and has every proof checked. */
export async function surveyed(lab: Lab): Promise<SurveyedSurface> {
  const folder = await mkdtemp(join(tmpdir(), 'exposure-emulator-'));
  const file = join(folder, 'estate.ndjson');
  const proxy = await startAwsProxy({ upstream: lab.url, supply: blockPublicAccessOff });
  try {
    const collected = await exposureIn(lab, proxy.url, [
      'collect',
      '--cloud',
      'aws',
      '--region',
      lab.region,
      '-o',
      file,
    ]);
    const surface = await runExposure(['surface', '--from', file, '--json', '--quiet']);
    const { collections } = await fromFiles([file], [aws]);
    const answers = collections.flatMap((collection) => collection.answers);
    const refuted = proofsOf(answers).flatMap((proof) =>
      aws.verify(proof, answers).map((reason) => `${proof.entry} ${proof.ports} ${proof.verdict}: ${reason}`),
    );
    return { endpoints: endpointsIn(surface), complaints: `${collected.stderr}${surface.stderr}`, refuted };
  } finally {
    await proxy.close();
    await rm(folder, { recursive: true });
  }
}
