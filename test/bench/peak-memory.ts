/** Loaded before a program: says at its end how much memory it held at most. */
import { writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(2, `\npeak-kib=${process.resourceUsage().maxRSS}\n`);
});
