import type { Command } from '@oclif/core';
import { Collect } from './collect.ts';
import { Explain } from './explain.ts';
import { Permissions } from './permissions.ts';
import { Scan } from './scan.ts';
import { Schema } from './schema.ts';
import { Surface } from './surface.ts';
import { Verify } from './verify.ts';

/** Every command, by the word that starts it. */
export const COMMANDS: Readonly<Record<string, Command.Class>> = {
  scan: Scan,
  surface: Surface,
  explain: Explain,
  collect: Collect,
  verify: Verify,
  permissions: Permissions,
  schema: Schema,
};
