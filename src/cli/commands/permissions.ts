import { Command } from '@oclif/core';
import { UsageError } from '../../model/errors.ts';
import { switchFlag } from '../flags.ts';
import { SUMMARIES } from '../root-help.ts';
import { CLOUD_FLAGS, chosenProviders } from '../source-flags.ts';

export class Permissions extends Command {
  static override readonly summary = SUMMARIES.permissions;
  static override readonly examples = ['<%= config.bin %> permissions --cloud aws'];
  static override readonly flags = {
    cloud: CLOUD_FLAGS.cloud,
    json: switchFlag('json', 'print errors as a JSON document too; the policy always is one'),
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Permissions);
    const [provider, ...others] = chosenProviders(flags.cloud);
    if (provider === undefined || others.length > 0) {
      throw new UsageError('permissions prints the policy of one cloud.', 'Choose it with --cloud.');
    }
    process.stdout.write(`${JSON.stringify(provider.permissions(), undefined, 2)}\n`);
  }
}
