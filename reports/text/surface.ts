import type { SurfaceEndpoint } from '../../src/findings/finding.ts';
import type { Emphasis, Style } from '../style.ts';
import { audienceWords, printable, shortRef } from './words.ts';

const HEAD = ['VERDICT', 'SCOPE', 'WORKLOAD', 'ADDRESS', 'PORTS', 'AUDIENCE', 'LOGIN', 'AI', 'DECIDED BY'] as const;
const MOST_DECIDING = 2;

const EMPHASIS: Readonly<Record<SurfaceEndpoint['verdict'], Emphasis>> = {
  reachable: 'high',
  unknown: 'medium',
  blocked: 'faint',
};

/** The attack surface as a table, one endpoint a row. */
export function surfaceTable(endpoints: readonly SurfaceEndpoint[], style: Style): string {
  const rows = [HEAD, ...endpoints.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row, index) => {
    const [verdict = '', ...rest] = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    const endpoint = endpoints[index - 1];
    const shown = style(endpoint === undefined ? 'strong' : EMPHASIS[endpoint.verdict], verdict);
    return [shown, ...rest].join('  ').trimEnd();
  });
  return `${lines.join('\n')}\n`;
}

function cells(endpoint: SurfaceEndpoint): readonly string[] {
  const { verdict, modifiers, cloud, scope, workload, address, protocol, ports, audience, gates, missing } = endpoint;
  return [
    [verdict, ...modifiers].join(' '),
    `${cloud} ${scope}`,
    shortRef(workload),
    address,
    `${protocol} ${ports}`,
    audienceWords(audience),
    gates.map(({ kind, strength }) => (strength === 'weak' ? `${kind} (weak)` : kind)).join(' '),
    aiCell(endpoint),
    verdict === 'unknown' ? `missing ${missing.join(', ')}` : decidedBy(endpoint),
  ].map(printable);
}

function aiCell({ classification }: SurfaceEndpoint): string {
  if (classification === undefined) return '';
  return [classification.product ?? classification.category, classification.confidence]
    .filter((part) => part !== undefined)
    .join(' ');
}

function decidedBy({ deciding }: SurfaceEndpoint): string {
  const shown = deciding.slice(0, MOST_DECIDING).map(({ element, rule }) => `${shortRef(element)} ${rule}`);
  const more = deciding.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
