import { EXIT, type Interruption } from './exit-codes.ts';

const SIGNALS: readonly Interruption[] = ['SIGINT', 'SIGTERM'];

/** Lets a first signal end the collecting in order, so that what was learned is printed; a second one ends at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  interrupted(): Interruption | undefined;
  dispose(): void;
}

export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  let caught: Interruption | undefined;
  const onSignal = (name: Interruption): void => {
    if (caught !== undefined) process.exit(name === 'SIGINT' ? EXIT.interrupted : EXIT.terminated);
    caught = name;
    process.stderr.write(`\n${name}: finishing with what was learned; once more to stop at once.\n`);
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    interrupted: () => caught,
    dispose() {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
