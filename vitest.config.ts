import { defineConfig } from 'vitest/config';

const EMULATOR = 'test/emulator/**/*.test.ts';

export default defineConfig({
  test: {
    disableConsoleIntercept: true,
    projects: [
      {
        extends: true,
        // Nothing here is about time: a busy machine must not fail a property.
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [EMULATOR], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'emulator',
          include: [EMULATOR],
          globalSetup: ['test/support/moto-setup.ts'],
          // One emulator serves all files, each in accounts of its own; what takes long is the emulator, not the test.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
