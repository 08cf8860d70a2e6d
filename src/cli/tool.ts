import manifest from '../../package.json' with { type: 'json' };

/** Who writes the report. */
export const TOOL = { name: manifest.name, version: manifest.version } as const;

export const DESCRIPTION: string = manifest.description;
