import { Command } from '@oclif/core';
import { surfaceJson } from '../../../reports/json.ts';
import { surfaceTable } from '../../../reports/text/surface.ts';
import { exitOf } from '../exit-codes.ts';
import { gather } from '../gather.ts';
import { writeOutput } from '../output.ts';
import { SUMMARIES } from '../root-help.ts';
import { OUTPUT_FLAGS, PARTIAL_FLAG, SOURCE_FLAGS } from '../source-flags.ts';
import { terminalStyle } from '../terminal-style.ts';

export class Surface extends Command {
  static override readonly summary = SUMMARIES.surface;
  static override readonly examples = [
    '<%= config.bin %> surface --demo',
    '<%= config.bin %> surface --from estate.ndjson --json',
  ];
  static override readonly flags = { ...SOURCE_FLAGS, ...OUTPUT_FLAGS, 'allow-partial': PARTIAL_FLAG };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Surface);
    const { audit, surfaceOf } = await import('../../audit/audit.ts');
    const { collections, interrupted } = await gather(flags);
    const judged = audit(collections);
    const endpoints = surfaceOf(judged);
    const style = terminalStyle(process.stdout, { colour: !flags['no-color'] && flags.output === undefined });
    await writeOutput(flags.json ? surfaceJson(endpoints) : [surfaceTable(endpoints, style)], flags.output);
    const exit = exitOf({
      findings: [],
      coverage: judged.coverage,
      failOn: 'none',
      allowPartial: flags['allow-partial'],
      ...(interrupted === undefined ? {} : { interrupted }),
    });
    if (!flags.quiet && exit.code !== 0) process.stderr.write(`Exit ${exit.code}: ${exit.reasons.join('; ')}\n`);
    process.exitCode = exit.code;
  }
}
