import { Command, Flags } from '@oclif/core';
import { json } from '../../../reports/json.ts';
import { text } from '../../../reports/text/report.ts';
import type { Severity } from '../../findings/finding.ts';
import type { AuditReport } from '../../findings/report.ts';
import { compareSeverity, SEVERITIES } from '../../findings/severity.ts';
import { exitOf } from '../exit-codes.ts';
import { textFlag, variableOf } from '../flags.ts';
import { gather } from '../gather.ts';
import { writeOutput } from '../output.ts';
import { SUMMARIES } from '../root-help.ts';
import { OUTPUT_FLAGS, PARTIAL_FLAG, SOURCE_FLAGS } from '../source-flags.ts';
import { terminalStyle } from '../terminal-style.ts';
import { TOOL } from '../tool.ts';

const THRESHOLDS: readonly (Severity | 'none')[] = ['critical', 'high', 'medium', 'low', 'none'];

export class Scan extends Command {
  static override readonly summary = SUMMARIES.scan;
  static override readonly examples = [
    '<%= config.bin %> scan --demo',
    '<%= config.bin %> scan --profile audit --save estate.ndjson',
    '<%= config.bin %> scan --from estate.ndjson --json --fail-on critical',
  ];
  static override readonly flags = {
    ...SOURCE_FLAGS,
    ...OUTPUT_FLAGS,
    save: textFlag('save', 'also save the answers, for --from', '<file>'),
    'fail-on': Flags.option({
      description: 'exit 3 if a finding is at least this severe',
      env: variableOf('fail-on'),
      default: 'high',
      options: THRESHOLDS,
    })(),
    'min-severity': Flags.option({
      description: 'print no finding less severe than this; the exit code counts all of them',
      env: variableOf('min-severity'),
      default: 'info',
      options: SEVERITIES,
    })(),
    'allow-partial': PARTIAL_FLAG,
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Scan);
    const { audit, reportOf } = await import('../../audit/audit.ts');
    const { collections, interrupted } = await gather(flags, flags.save);
    const judged = audit(collections);
    const { findings, coverage } = judged;
    const exit = exitOf({
      findings,
      coverage,
      failOn: flags['fail-on'],
      allowPartial: flags['allow-partial'],
      ...(interrupted === undefined ? {} : { interrupted }),
    });
    const complete = interrupted === undefined && coverage.gaps.length === 0 && coverage.units.total > 0;
    const report = atLeast(flags['min-severity'], reportOf(judged, { tool: TOOL, complete, exit }));
    const style = terminalStyle(process.stdout, { colour: !flags['no-color'] && flags.output === undefined });
    await writeOutput([(flags.json ? json : text).render(report, style)], flags.output);
    process.exitCode = exit.code;
  }
}

/** Hides what is less severe; the summary still counts it. */
function atLeast(severity: Severity, report: AuditReport): AuditReport {
  return { ...report, findings: report.findings.filter((finding) => compareSeverity(finding.severity, severity) <= 0) };
}
