import { CredentialsError, UsageError } from '../model/errors.ts';
import { EXIT } from './exit-codes.ts';

/** An error as a person or a program is told of it. */
export interface Failure {
  readonly kind: 'usage' | 'credentials' | 'bug';
  readonly exit: number;
  readonly message: string;
  readonly nextStep: string;
}

/** Turns whatever was thrown into one message, one next step and one exit code. */
export function failureOf(error: unknown, debug: boolean): Failure {
  if (error instanceof UsageError) return { kind: 'usage', exit: EXIT.usage, ...told(error) };
  if (error instanceof CredentialsError) return { kind: 'credentials', exit: EXIT.credentials, ...told(error) };
  if (isFromFramework(error)) {
    const [message = '', ...rest] = error.message.trim().split('\n');
    const more = rest.filter((line) => line.trim() !== '' && !line.startsWith('See more help'));
    return {
      kind: 'usage',
      exit: EXIT.usage,
      message: [message, ...more].join('\n'),
      nextStep: 'Run the command with --help to see what it takes.',
    };
  }
  if (isFileError(error)) {
    return {
      kind: 'usage',
      exit: EXIT.usage,
      message: `Cannot ${error.syscall ?? 'use'} ${error.path}: ${error.code}.`,
      nextStep: 'Check the path and its permissions.',
    };
  }
  return bug(error, debug);
}

/** As a program reads it: one document. */
export function failureJson({ kind, exit, message, nextStep }: Failure): string {
  return `${JSON.stringify({ error: { kind, exit, message, nextStep } }, undefined, 2)}\n`;
}

/** As a person reads it. */
export function failureText({ message, nextStep }: Failure): string {
  return `Error: ${message}\nNext:  ${nextStep}\n`;
}

function told({ message, nextStep }: UsageError | CredentialsError): { message: string; nextStep: string } {
  return { message, nextStep };
}

function bug(error: unknown, debug: boolean): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return {
    kind: 'bug',
    exit: EXIT.bug,
    message: `Unexpected: ${debug ? (stack ?? message) : message}`,
    nextStep: debug
      ? 'Please report this with the lines above.'
      : 'This is a bug. Run again with EXPOSURE_DEBUG=1 and report it.',
  };
}

/** The command framework marks the errors that are its user's by the exit code that it would give them. */
function isFromFramework(error: unknown): error is Error {
  if (!(error instanceof Error) || !('oclif' in error)) return false;
  const { oclif } = error;
  return typeof oclif === 'object' && oclif !== null && 'exit' in oclif && oclif.exit === EXIT.usage;
}

function isFileError(error: unknown): error is Error & { code: string; path: string; syscall?: string } {
  return error instanceof Error && 'code' in error && 'path' in error && typeof error.path === 'string';
}
