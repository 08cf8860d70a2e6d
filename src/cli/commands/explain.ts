import { Args, Command } from '@oclif/core';
import { type Explained, explanation } from '../../../reports/text/explanation.ts';
import type { Audit } from '../../audit/audit.ts';
import { UsageError } from '../../model/errors.ts';
import { gather } from '../gather.ts';
import { writeOutput } from '../output.ts';
import { SUMMARIES } from '../root-help.ts';
import { OUTPUT_FLAGS, SOURCE_FLAGS } from '../source-flags.ts';
import { terminalStyle } from '../terminal-style.ts';

/** More proofs than a person reads; a port narrows them. */
const MOST_PROOFS = 20;

export class Explain extends Command {
  static override readonly summary = SUMMARIES.explain;
  static override readonly examples = [
    '<%= config.bin %> explain exp1:7Q3M2K5A --from estate.ndjson',
    '<%= config.bin %> explain 203.0.113.10:11434 --demo',
    '<%= config.bin %> explain i-0de00000000000001 --demo',
  ];
  static override readonly args = {
    what: Args.string({
      description: 'the start of a fingerprint, the id of an entry or a workload, or address[:port]',
      required: true,
    }),
  };
  static override readonly flags = { ...SOURCE_FLAGS, ...OUTPUT_FLAGS };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Explain);
    const { audit } = await import('../../audit/audit.ts');
    const { collections } = await gather(flags);
    const explained = await explain(audit(collections), args.what);
    const style = terminalStyle(process.stdout, { colour: !flags['no-color'] && flags.output === undefined });
    const document = `${JSON.stringify({ schemaVersion: '1', proofs: explained }, undefined, 2)}\n`;
    const cards = explained.slice(0, MOST_PROOFS).map((one) => explanation(one, style));
    const hidden = explained.length - MOST_PROOFS;
    const more = hidden > 0 ? `\nand ${hidden} more: name a port, or use --json\n` : '';
    await writeOutput(flags.json ? [document] : [`${cards.join('\n')}${more}`], flags.output);
  }
}

async function explain(judged: Audit, what: string): Promise<readonly Explained[]> {
  const { findingsNamed, questionOf, slicesAt } = await import('../../audit/explain.ts');
  const question = questionOf(what);
  const findings = findingsNamed(judged, question);
  if (findings.length > 0)
    return findings.map((finding) => ({ proof: finding.proof, classification: finding.classification, finding }));
  const slices = slicesAt(judged, question);
  if (slices.length === 0) {
    throw new UsageError(
      `Nothing here is called ${JSON.stringify(what)}.`,
      'Run exposure surface with the same source for every address and id, or exposure scan for fingerprints.',
    );
  }
  return slices.map(({ exposure, slice, classification, proveIn }) => ({
    proof: proveIn(exposure, slice),
    ...(classification === undefined || classification.level === 'none' ? {} : { classification }),
  }));
}
