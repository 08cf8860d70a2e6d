/** Where an image comes from: a registry, and the path of the repository in it. */
export interface ImageReference {
  readonly host: string;
  readonly path: readonly string[];
}

const DEFAULT_HOST = 'docker.io';
const ALIASES: ReadonlySet<string> = new Set(['index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']);

/**
 * Reads an image reference as the runtimes do: without digest and tag, with the default registry filled in.
 *
 * A colon is a tag only after the last slash; before it, it is the port of the registry.
 */
export function imageReference(text: string): ImageReference {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '');
  const [first = '', ...rest] = bare.split('/').filter((segment) => segment !== '');
  const named = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const host = named && !ALIASES.has(first) ? first : DEFAULT_HOST;
  const path = named ? rest : [first, ...rest];
  return { host, path: host === DEFAULT_HOST && path.length === 1 ? ['library', ...path] : path };
}

/** `ghcr.io/team/app`; the default registry is left out, as people write it. */
export function formatImage({ host, path }: ImageReference): string {
  const shown = host === DEFAULT_HOST && path[0] === 'library' ? path.slice(1) : path;
  return (host === DEFAULT_HOST ? shown : [host, ...shown]).join('/');
}
