import type { CommandSign, Fingerprint } from '../fingerprints/fingerprint.ts';
import { FRAMEWORK_IMAGES, ORDINARY_IMAGES } from './container-images.ts';
import { type ImagePattern, imagePattern, wildcard } from './image-pattern.ts';
import { type PathPattern, pathPattern } from './path-pattern.ts';
import { ROUTES, type Route } from './routes.ts';
import { SHARED_PORTS } from './shared-ports.ts';
import { type Lexicon, lexicon } from './tokens.ts';
import { WEIGHTS } from './weights.ts';
import { GENERIC_WORDS, type GenericWord } from './words.ts';

/** All fingerprints, arranged by what is looked up. */
export interface FingerprintIndex {
  readonly images: ImageTable;
  readonly imageWords: Lexicon<Fingerprint>;
  readonly words: Lexicon<WordMeaning>;
  readonly ports: ReadonlyMap<number, PortMeaning>;
  readonly commands: readonly ProductCommand[];
  readonly env: EnvTable;
  readonly healthPaths: readonly ProductPath[];
  readonly urlPaths: readonly ProductPath[];
  readonly routes: readonly RoutePattern[];
  readonly managedTypes: readonly { readonly pattern: RegExp; readonly product: Fingerprint }[];
}

/** Image patterns by their last segment; those that end in a wildcard are tried for every image. */
export interface ImageTable {
  readonly byName: ReadonlyMap<string, readonly KnownImage[]>;
  readonly wild: readonly KnownImage[];
}

export interface KnownImage {
  readonly pattern: ImagePattern;
  readonly kind: 'product' | 'framework' | 'ordinary';
  readonly product?: Fingerprint;
}

/** All that a word of a name may mean. */
export interface WordMeaning {
  readonly strong?: Fingerprint;
  readonly ambiguous: readonly Fingerprint[];
  readonly generic?: GenericWord;
}

export interface PortMeaning {
  readonly weight: number;
  /** Absent where several products share the port. */
  readonly product?: Fingerprint;
}

export interface ProductCommand extends CommandSign {
  readonly product: Fingerprint;
}

export interface EnvTable {
  readonly serves: ReadonlyMap<string, Fingerprint>;
  readonly callsOnly: ReadonlySet<string>;
  readonly prefixes: readonly { readonly prefix: string; readonly product: Fingerprint }[];
}

export interface ProductPath {
  readonly pattern: PathPattern;
  readonly product: Fingerprint;
}

export interface RoutePattern {
  readonly pattern: PathPattern;
  readonly route: Route;
}

const indexes = new WeakMap<readonly Fingerprint[], FingerprintIndex>();

/** Arranges the fingerprints once for each list of them, because a scan asks thousands of times. */
export function fingerprintIndex(fingerprints: readonly Fingerprint[]): FingerprintIndex {
  const known = indexes.get(fingerprints);
  if (known !== undefined) return known;
  const index = buildIndex(fingerprints);
  indexes.set(fingerprints, index);
  return index;
}

function buildIndex(fingerprints: readonly Fingerprint[]): FingerprintIndex {
  return {
    images: imageTable(fingerprints),
    imageWords: lexicon(
      new Map(fingerprints.flatMap((product) => each(product.imageTokens, (word) => [word, product]))),
    ),
    words: lexicon(wordTable(fingerprints)),
    ports: portTable(fingerprints),
    commands: fingerprints.flatMap((product) => each(product.commands, (command) => ({ ...command, product }))),
    env: envTable(fingerprints),
    healthPaths: fingerprints.flatMap((product) => each(product.healthPaths, (path) => productPath(path, product))),
    urlPaths: fingerprints.flatMap((product) => each(product.urlPaths, (path) => productPath(path, product))),
    routes: ROUTES.map((route) => ({ pattern: pathPattern(route.path), route })),
    managedTypes: fingerprints.flatMap((product) =>
      each(product.managedTypes, (type) => ({ pattern: wildcard(type), product })),
    ),
  };
}

function each<T, U>(list: readonly T[] | undefined, make: (item: T) => U): U[] {
  return (list ?? []).map(make);
}

function productPath(path: string, product: Fingerprint): ProductPath {
  return { pattern: pathPattern(path), product };
}

function imageTable(fingerprints: readonly Fingerprint[]): ImageTable {
  const all: readonly KnownImage[] = [
    ...fingerprints.flatMap((product) =>
      each(product.images, (text): KnownImage => ({ pattern: imagePattern(text), kind: 'product', product })),
    ),
    ...FRAMEWORK_IMAGES.map((text): KnownImage => ({ pattern: imagePattern(text), kind: 'framework' })),
    ...ORDINARY_IMAGES.map((text): KnownImage => ({ pattern: imagePattern(text), kind: 'ordinary' })),
  ];
  const byName = new Map<string, KnownImage[]>();
  const wild: KnownImage[] = [];
  for (const image of all) {
    const name = image.pattern.segments.at(-1);
    if (typeof name === 'string') byName.set(name, [...(byName.get(name) ?? []), image]);
    else wild.push(image);
  }
  return { byName, wild };
}

function wordTable(fingerprints: readonly Fingerprint[]): ReadonlyMap<string, WordMeaning> {
  const words = new Map<string, WordMeaning>();
  for (const [word, generic] of GENERIC_WORDS) words.set(word, { ambiguous: [], generic });
  for (const product of fingerprints) {
    for (const word of product.names?.strong ?? []) {
      words.set(word, { ...(words.get(word) ?? { ambiguous: [] }), strong: product });
    }
    for (const word of product.names?.ambiguous ?? []) {
      const known = words.get(word) ?? { ambiguous: [] };
      words.set(word, { ...known, ambiguous: [...known.ambiguous, product] });
    }
  }
  return words;
}

function portTable(fingerprints: readonly Fingerprint[]): ReadonlyMap<number, PortMeaning> {
  const weights = { high: WEIGHTS.portHigh, medium: WEIGHTS.portMedium, low: 0 };
  const ports = new Map<number, PortMeaning>();
  for (const product of fingerprints) {
    for (const { port, distinctive } of product.ports ?? []) {
      const weight = weights[distinctive];
      const known = ports.get(port);
      if (weight === 0 || SHARED_PORTS.has(port)) continue;
      ports.set(port, known === undefined ? { weight, product } : { weight: Math.max(weight, known.weight) });
    }
  }
  return ports;
}

function envTable(fingerprints: readonly Fingerprint[]): EnvTable {
  const serves = new Map<string, Fingerprint>();
  const prefixes: { prefix: string; product: Fingerprint }[] = [];
  for (const product of fingerprints) {
    for (const name of product.env?.serves ?? []) {
      if (name.endsWith('*')) prefixes.push({ prefix: name.slice(0, -1), product });
      else serves.set(name, product);
    }
  }
  const callsOnly = new Set(fingerprints.flatMap((product) => product.env?.callsOnly ?? []));
  return { serves, callsOnly, prefixes };
}
