import { run } from '@oclif/core/run';
import { settings } from '@oclif/core/settings';
import { UsageError } from '../model/errors.ts';
import { failureJson, failureOf, failureText } from './failure.ts';

/** Runs a command and turns whatever it throws into one clear message and the right exit code. */
export async function runCommand(argv: readonly string[], commands: readonly string[]): Promise<void> {
  // Node runs the source as it is; the framework must not look for a compiler, whatever NODE_ENV says.
  settings.enableAutoTranspile = false;
  try {
    checkCommand(argv[0] ?? '', commands);
    await run([...argv], { root: import.meta.dirname });
  } catch (error) {
    const failure = failureOf(error, isSet(process.env['EXPOSURE_DEBUG']));
    if (wantsJson(argv)) process.stdout.write(failureJson(failure));
    else process.stderr.write(failureText(failure));
    process.exitCode = failure.exit;
  }
}

function checkCommand(name: string, commands: readonly string[]): void {
  if (commands.includes(name)) return;
  const near = commands.filter((command) => command.startsWith(name.slice(0, 2)));
  const hint = near.length === 0 ? '' : `Did you mean ${near.map((command) => `exposure ${command}`).join(' or ')}? `;
  throw new UsageError(`There is no command ${JSON.stringify(name)}.`, `${hint}Run exposure --help for the list.`);
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json') || isSet(process.env['EXPOSURE_JSON']);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && ['1', 'true', 'yes', 'y'].includes(value.toLowerCase());
}
