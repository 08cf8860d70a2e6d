import { Args, Command } from '@oclif/core';
import { switchFlag } from '../flags.ts';
import { SUMMARIES } from '../root-help.ts';

const NAMES = ['report', 'surface', 'collection'] as const;

export class Schema extends Command {
  static override readonly summary = SUMMARIES.schema;
  static override readonly examples = ['<%= config.bin %> schema report > report.schema.json'];
  static override readonly args = {
    document: Args.string({ description: 'the document', required: true, options: [...NAMES] }),
  };
  static override readonly flags = {
    json: switchFlag('json', 'print errors as a JSON document too; a schema always is one'),
  };

  override async run(): Promise<void> {
    const { args } = await this.parse(Schema);
    const { jsonSchemaOf } = await import('../../audit/published-schema.ts');
    const name = NAMES.find((known) => known === args.document);
    if (name !== undefined) process.stdout.write(`${JSON.stringify(jsonSchemaOf(name), undefined, 2)}\n`);
  }
}
