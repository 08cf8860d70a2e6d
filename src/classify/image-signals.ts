import type { Trace } from '../model/trace.ts';
import type { FingerprintIndex, ImageTable, KnownImage } from './fingerprint-index.ts';
import { matchImage } from './image-pattern.ts';
import { formatImage, type ImageReference, imageReference } from './image-reference.ts';
import { nameSignals } from './name-signals.ts';
import type { Signal } from './signal.ts';
import { findWords } from './tokens.ts';
import { AI_BY_NATURE, WEIGHTS } from './weights.ts';
import { COMPANIONS } from './words.ts';

/** Reads a container image: a known one decides, a private one is read by the words of its path. */
export function imageSignals(trace: Trace, index: FingerprintIndex): readonly Signal[] {
  const image = imageReference(trace.value);
  const known = knownImage(image, index.images);
  if (known !== undefined) return [known(trace, formatImage(image))];
  const words = wordSignals(trace, image, index);
  const last = { ...trace, value: image.path.at(-1) ?? '' };
  return words.length > 0 ? words : nameSignals(last, index.words);
}

type Reading = (trace: Trace, shown: string) => Signal;

/** The first pattern that matches as it stands, else the first that matches behind a cache. */
function knownImage(image: ImageReference, { byName, wild }: ImageTable): Reading | undefined {
  let mirrored: KnownImage | undefined;
  for (const candidates of [byName.get(image.path.at(-1) ?? '') ?? [], wild]) {
    for (const candidate of candidates) {
      const match = matchImage(image, candidate.pattern);
      if (match === 'own') return (trace, shown) => knownSignal(trace, shown, candidate, WEIGHTS.officialImage);
      if (match === 'mirror') mirrored ??= candidate;
    }
  }
  const found = mirrored;
  return found && ((trace, shown) => knownSignal(trace, shown, found, WEIGHTS.mirroredImage));
}

function knownSignal(trace: Trace, shown: string, { kind, product }: KnownImage, official: number): Signal {
  const weights = { product: official, framework: WEIGHTS.frameworkImage, ordinary: WEIGHTS.ordinaryImage };
  return {
    group: 'image',
    value: `image ${shown}`,
    source: trace.source,
    weight: weights[kind],
    attribution: trace.attribution,
    ...(product === undefined ? {} : { product }),
    ...(product !== undefined && product.pAiGivenProduct >= AI_BY_NATURE ? { grade: 'identity' } : {}),
  };
}

function wordSignals(trace: Trace, image: ImageReference, { imageWords }: FingerprintIndex): readonly Signal[] {
  return findWords(image.path.join('/'), imageWords).map(({ word, entry, next }): Signal => {
    const beside = next !== undefined && COMPANIONS.has(next);
    return {
      group: 'image',
      value: `image path ${beside ? `${word}-${next}` : word}`,
      source: trace.source,
      weight: beside ? WEIGHTS.companion : WEIGHTS.imageToken,
      attribution: trace.attribution,
      ...(beside ? {} : { product: entry }),
    };
  });
}
