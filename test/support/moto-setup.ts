import type { TestProject } from 'vitest/node';
import { startMoto } from './moto.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the emulator is, or why there is none. */
    readonly moto: { readonly url?: string; readonly reason?: string };
  }
}

/**
 * Starts one emulator for all of its tests: vitest runs this once, before the first of them.
 *
 * Without one the tests are skipped, and loudly so; where `EXPOSURE_REQUIRE_EMULATOR` is set, they fail, and no others do.
 */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const moto = await startMoto();
  if (!(moto instanceof Error)) {
    provide('moto', { url: moto.url });
    return moto.stop;
  }
  process.stderr.write(
    `\n${'!'.repeat(100)}\n` +
      `NOT TESTED: everything in test/emulator, which is how exposure collects from AWS and what it then says.\n` +
      `Reason: ${moto.message}\n` +
      `Set EXPOSURE_REQUIRE_EMULATOR=1 to make this a failure.\n${'!'.repeat(100)}\n\n`,
  );
  provide('moto', { reason: moto.message });
  return () => Promise.resolve();
}
