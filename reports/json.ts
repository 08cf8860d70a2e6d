import type { SurfaceEndpoint } from '../src/findings/finding.ts';
import type { Reporter } from './reporter.ts';

/** The report as it is: two spaces, one newline at the end, keys in the order of the schema. */
export const json: Reporter = {
  id: 'json',
  extension: '.json',
  render: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
};

/** The attack surface as one document, in pieces, since that of a large estate fills no single string. */
export function* surfaceJson(endpoints: readonly SurfaceEndpoint[]): Generator<string> {
  if (endpoints.length === 0) {
    yield '{\n  "schemaVersion": "1",\n  "endpoints": []\n}\n';
    return;
  }
  let separator = '{\n  "schemaVersion": "1",\n  "endpoints": [\n';
  for (const endpoint of endpoints) {
    yield `${separator}${indented(JSON.stringify(endpoint, undefined, 2))}`;
    separator = ',\n';
  }
  yield '\n  ]\n}\n';
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
