import { RECORDS } from './records/index.ts';

/** What the name of a dump's file says. */
export interface DumpName {
  /** `DescribeTargetHealth`. */
  readonly operation?: string;
  /** The resource that was asked about, decoded: an ARN or an id. */
  readonly id?: string;
}

/** `describetargethealth` and the operation that it is, longest first. */
const OPERATIONS = RECORDS.map(({ call }) => call.slice(call.indexOf(':') + 1))
  .map((operation) => ({ operation, plain: plainOf(operation) }))
  .sort((a, b) => b.plain.length - a.plain.length);

/**
 * Reads `elbv2-describe-target-health.<id>.json`, or `elbv2-describe-target-health/<id>`, with or without the service.
 *
 * In an id, `%3A` stands for a colon and `%2F` for a slash, as in a URL.
 */
export function readDumpName(path: string): DumpName {
  const [file = '', folder = ''] = path.split('/').reverse();
  const stem = file.replace(/\.json(?:\.gz)?$/i, '');
  for (const { index } of stem.matchAll(/\./g)) {
    const operation = operationIn(stem.slice(0, index));
    if (operation !== undefined) return { operation, id: decoded(stem.slice(index + 1)) };
  }
  const operation = operationIn(stem);
  if (operation !== undefined) return { operation };
  const outer = operationIn(folder);
  return outer === undefined ? {} : { operation: outer, id: decoded(stem) };
}

/** The name of a file that is read back so: the other half of `readDumpName`, and what the printed commands write. */
export function dumpFileName(call: string): string {
  const [service = '', operation = ''] = call.split(':');
  return `${service}-${kebabOf(operation)}`;
}

/** `DescribeTargetHealth` as the command line spells it: `describe-target-health`. */
export function kebabOf(operation: string): string {
  return operation.replaceAll(/(?!^)[A-Z]/g, '-$&').toLowerCase();
}

function operationIn(text: string): string | undefined {
  const plain = plainOf(text);
  return OPERATIONS.find((known) => plain.endsWith(known.plain))?.operation;
}

function plainOf(text: string): string {
  return text.replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
}

function decoded(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
