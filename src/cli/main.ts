#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { rootHelp, SUMMARIES } from './root-help.ts';
import { DESCRIPTION, TOOL } from './tool.ts';

const OLDEST_NODE = 24;

enableCompileCache();
ignoreClosedPipe(process.stdout);
ignoreClosedPipe(process.stderr);
await main(process.argv.slice(2));

/** Starts what was asked for. Help and version are answered here, before anything heavy is loaded. */
async function main(argv: readonly string[]): Promise<void> {
  const [first, ...rest] = argv;
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    process.stderr.write(
      `Error: ${TOOL.name} needs Node ${OLDEST_NODE} or newer, and this is ${process.version}.\n` +
        `Next:  Install Node ${OLDEST_NODE}, or put its folder first on PATH.\n`,
    );
    process.exitCode = 2;
    return;
  }
  if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
    process.stdout.write(rootHelp({ ...TOOL, description: DESCRIPTION }));
    return;
  }
  if (first === '--version' || first === '-v') {
    process.stdout.write(`${TOOL.name}/${TOOL.version}\n`);
    return;
  }
  const { runCommand } = await import('./run-command.ts');
  const asked = first === 'help' ? [...rest, '--help'] : argv;
  await runCommand(
    asked.map((word) => (word === '-h' ? '--help' : word)),
    Object.keys(SUMMARIES),
  );
}

/** Whoever reads us may stop reading: `| head` is no error. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
