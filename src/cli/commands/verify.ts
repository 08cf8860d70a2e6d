import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { Args, Command } from '@oclif/core';
import type { Audit } from '../../audit/audit.ts';
import type { AuditReport } from '../../findings/report.ts';
import { UsageError } from '../../model/errors.ts';
import { EXIT } from '../exit-codes.ts';
import { gather } from '../gather.ts';
import { writeOutput } from '../output.ts';
import { SUMMARIES } from '../root-help.ts';
import { OUTPUT_FLAGS, SOURCE_FLAGS } from '../source-flags.ts';

export class Verify extends Command {
  static override readonly summary = SUMMARIES.verify;
  static override readonly description =
    'Replays each proof with a checker that shares no code with the engine. ' +
    'Exits 3 if one does not hold. Without a report, the findings of a fresh audit are checked.';
  static override readonly examples = [
    '<%= config.bin %> verify report.json --from estate.ndjson',
    '<%= config.bin %> scan --demo --json | <%= config.bin %> verify - --demo',
  ];
  static override readonly args = {
    report: Args.string({ description: 'a report that scan --json printed; - reads it from stdin' }),
  };
  static override readonly flags = { ...SOURCE_FLAGS, ...OUTPUT_FLAGS };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Verify);
    const { audit } = await import('../../audit/audit.ts');
    const { verifyReport } = await import('../../audit/verify-report.ts');
    const report = args.report === undefined ? undefined : await readReport(args.report);
    const { collections } = await gather(flags);
    const judged: Pick<AuditReport, 'findings'> | Audit = report ?? audit(collections);
    const failures = verifyReport(judged, collections);
    const checked = judged.findings.length;
    const document = `${JSON.stringify({ schemaVersion: '1', checked, failures }, undefined, 2)}\n`;
    const lines = failures.map(({ fingerprint, workload, reason }) => `${fingerprint}  ${workload}: ${reason}\n`);
    const sum = `${checked} proofs checked, ${new Set(failures.map(({ fingerprint }) => fingerprint)).size} do not hold\n`;
    await writeOutput(flags.json ? [document] : [...lines, sum], flags.output);
    process.exitCode = failures.length === 0 ? EXIT.ok : EXIT.findings;
  }
}

async function readReport(path: string): Promise<Pick<AuditReport, 'findings'>> {
  const { parseReport } = await import('../../audit/published-schema.ts');
  const content = path === '-' ? await readStream(process.stdin) : await readFile(path, 'utf8');
  const report = parseReport(content);
  if (typeof report !== 'string') return report;
  throw new UsageError(`${path} is not a report of this version: ${report}`, 'Pass what exposure scan --json printed.');
}
