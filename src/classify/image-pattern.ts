import type { ImageReference } from './image-reference.ts';

/** A repository path, read for comparison by whole segments. */
export interface ImagePattern {
  /** The registry, where the pattern names one. */
  readonly host?: string;
  readonly segments: readonly (string | RegExp)[];
}

/** Segments of a private path that say that what follows is somebody else's path. */
const CACHE =
  /(?:^|[-_.])(?:cache|docker|dockerhub|ecr|gcr|ghcr|hub|mirror|nvcr|proxy|pullthrough|quay|remote)(?:[-_.]|$)/;

/** Reads `ollama/ollama`, `vllm/vllm-*` or `docker.io/mcp/*`. */
export function imagePattern(text: string): ImagePattern {
  const segments = text.toLowerCase().split('/');
  const [first = '', ...rest] = segments;
  const named = rest.length > 1 && first.includes('.');
  return named ? { host: first, segments: rest.map(segmentOf) } : { segments: segments.map(segmentOf) };
}

/**
 * Says how an image matches a pattern: its own path, or the same path behind a cache.
 *
 * A pattern without a registry is long enough to mean the product wherever it lies. One with a registry
 * is too short for that, so behind another one it needs a segment before it that says `docker-hub` or so.
 */
export function matchImage(image: ImageReference, { host, segments }: ImagePattern): 'own' | 'mirror' | undefined {
  const before = image.path.length - segments.length;
  if (before < 0 || !segments.every((segment, i) => matches(segment, image.path[before + i] ?? ''))) return undefined;
  if (host === undefined || (host === image.host && before === 0)) return 'own';
  return before > 0 && CACHE.test(image.path[before - 1] ?? '') ? 'mirror' : undefined;
}

function segmentOf(text: string): string | RegExp {
  return text.includes('*') ? wildcard(text) : text;
}

function matches(segment: string | RegExp, text: string): boolean {
  return typeof segment === 'string' ? segment === text : segment.test(text);
}

/** `*` stands for any text; all else stands for itself, in either case. */
export function wildcard(text: string): RegExp {
  return new RegExp(`^${text.split('*').map(literal).join('.*')}$`, 'i');
}

function literal(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
