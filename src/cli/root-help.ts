/** One sentence a command: the list of `exposure --help`, and each command's own summary. */
export const SUMMARIES = {
  scan: 'Find the AI endpoints that the internet can reach, and prove each claim.',
  surface: 'Print every endpoint that was judged, AI or not.',
  explain: 'Show the proof of one verdict, hop by hop.',
  collect: 'Ask the clouds, read-only, and save the answers.',
  verify: 'Check the proofs of a report against the saved answers.',
  permissions: 'Print the least-privilege policy that collecting needs.',
  schema: 'Print the JSON Schema of a document.',
} as const;

/**
 * What `exposure --help` prints.
 *
 * It is made here and not by the command framework, so that asking for help loads nothing.
 */
export function rootHelp({
  name,
  version,
  description,
}: {
  name: string;
  version: string;
  description: string;
}): string {
  const width = Math.max(...Object.keys(SUMMARIES).map((command) => command.length));
  const commands = Object.entries(SUMMARIES).map(([command, summary]) => `  ${command.padEnd(width)}  ${summary}`);
  return `${[
    description,
    '',
    'VERSION',
    `  ${name}/${version}`,
    '',
    'USAGE',
    `  $ ${name} COMMAND [--help]`,
    '',
    'COMMANDS',
    ...commands,
    '',
    'EXAMPLES',
    `  $ ${name} scan --demo`,
    `  $ ${name} scan --from estate.ndjson --json`,
    `  $ ${name} collect -o estate.ndjson`,
    '',
    'EXIT CODES',
    '  0 nothing at or above --fail-on  1 bug  2 usage  3 findings  4 no credentials  5 coverage incomplete',
  ].join('\n')}\n`;
}
