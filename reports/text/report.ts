import type { AuditReport, CoverageGap, LatentEndpoint } from '../../src/findings/report.ts';
import { SEVERITIES } from '../../src/findings/severity.ts';
import type { Reporter } from '../reporter.ts';
import type { Style } from '../style.ts';
import { card, confidence } from './card.ts';
import { counted, placeText, printable } from './words.ts';

const MOST_GAPS = 12;
const MOST_LATENT = 20;

/** The audit for a person at a terminal: a card a finding, what is one change away, what was not seen, the sum. */
export const text: Reporter = {
  id: 'text',
  extension: '.txt',
  render(report, style) {
    const { findings, latent } = report;
    const cards = findings.map((finding) => card(finding, style));
    return `${[...cards, ...latentSection(latent, style), ...summarySection(report, style)].join('\n')}\n`;
  },
};

function latentSection(latent: readonly LatentEndpoint[], style: Style): readonly string[] {
  if (latent.length === 0) return [];
  const hidden = latent.length - MOST_LATENT;
  const more = hidden > 0 ? [`  and ${hidden} more: see --json`] : [];
  const rows = latent.slice(0, MOST_LATENT).map(({ name, endpoint, classification, sentence }) =>
    [
      `  ${[name, endpoint.workload]
        .filter((part) => part !== undefined)
        .map(printable)
        .join('  ')}  ${endpoint.cloud} ${endpoint.scope}`,
      `    ${placeText(endpoint)}, AI ${confidence(classification)}. ${printable(sentence)}`,
    ].join('\n'),
  );
  return [style('strong', 'ONE CHANGE AWAY'), ...rows, ...more, ''];
}

function summarySection(report: AuditReport, style: Style): readonly string[] {
  const { summary, surfaceSummary: surface, coverage, run, findings } = report;
  const counts = SEVERITIES.map((severity) => {
    const words = `${summary[severity]} ${severity}`;
    return summary[severity] === 0 ? words : style(severity, words);
  });
  const hidden = summary.total - findings.length;
  return [
    `${style('strong', 'Findings')}  ${counts.join(', ')}${hidden > 0 ? ` (${hidden} not shown)` : ''}`,
    `${style('strong', 'Surface')}   ${surface.reachable} reachable (${surface.reachableAi} of them AI), ` +
      `${surface.unknown} unknown, ${surface.blocked} blocked`,
    ...coverageLines(coverage, style),
    `${style('strong', 'Exit')}      ${run.exit.code}: ${run.exit.reasons.map(printable).join('; ')}`,
  ];
}

function coverageLines({ units, gaps }: AuditReport['coverage'], style: Style): readonly string[] {
  const head = `${style('strong', 'Coverage')}  ${units.ok} of ${counted(units.total, 'unit')} answered`;
  if (gaps.length === 0) return [head];
  const grouped = [...Map.groupBy(gaps, gapKey).values()];
  const lines = grouped.slice(0, MOST_GAPS).map((group) => gapLine(group));
  const more = grouped.length > MOST_GAPS ? [`  and ${grouped.length - MOST_GAPS} more: see --json`] : [];
  return [`${head}, ${style('medium', counted(gaps.length, 'gap'))}:`, ...lines, ...more];
}

function gapKey({ call, reason, permission }: CoverageGap): string {
  return [call, reason, permission].join(' ');
}

/** One line for a call that failed in the same way in several scopes. */
function gapLine(group: readonly CoverageGap[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const scopes = [...new Set(group.map(({ scope }) => scope))];
  const where =
    scopes.length > 3 ? `${scopes.slice(0, 3).join(', ')} and ${scopes.length - 3} more` : scopes.join(', ');
  const need = first.permission === '' ? '' : `, needs ${first.permission}`;
  return printable(`  ${first.call} in ${where}: ${first.reason}${need}`);
}
