import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the files of the AWS command line say of a profile, as far as we need it: the SDK reads the rest itself. */
export interface Profile {
  readonly name: string;
  readonly region?: string;
  /** It signs in through the browser. */
  readonly sso: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The profiles of `~/.aws/config` and `~/.aws/credentials`, by name. Files that are not there have none. */
export async function readProfiles(environment: Environment): Promise<ReadonlyMap<string, Profile>> {
  const home = join(environment['HOME'] ?? environment['USERPROFILE'] ?? homedir(), '.aws');
  const config = await textOf(environment['AWS_CONFIG_FILE'] ?? join(home, 'config'));
  const credentials = await textOf(environment['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, 'credentials'));
  const profiles = new Map<string, Profile>();
  for (const profile of [
    ...profilesIn(credentials, /^(.+)$/),
    ...profilesIn(config, /^(?:profile\s+(.+)|(default))$/),
  ]) {
    profiles.set(profile.name, { ...profiles.get(profile.name), ...profile });
  }
  return profiles;
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function profilesIn(text: string, header: RegExp): readonly Profile[] {
  const profiles: Profile[] = [];
  for (const section of text.split(/^\s*(?=\[)/m)) {
    const title = /^\[\s*([^\]]+?)\s*\]/.exec(section)?.[1];
    const match = title === undefined ? null : header.exec(title);
    const name = match?.[1] ?? match?.[2];
    if (name === undefined) continue;
    const region = /^\s*region\s*=\s*(\S+)/m.exec(section)?.[1];
    const sso = /^\s*sso_(?:session|start_url)\s*=/m.test(section);
    profiles.push({ name, sso, ...(region === undefined ? {} : { region }) });
  }
  return profiles;
}
