import type { AiRole, Category, Classification } from '../model/classification.ts';

/**
 * What tells one product from all others, as data.
 *
 * Everything here is a name or a number that the product's own sources fix. What a signal is worth is
 * not decided here: the weights belong to the classifier.
 */
export interface Fingerprint {
  readonly id: string;
  readonly name: string;
  readonly category: Category;
  readonly role: AiRole;
  /** The share of this product's installations that front AI: no trace of the product alone says more. */
  readonly pAiGivenProduct: number;
  /**
   * `none` has no login of its own, `optional` has one that is off until somebody sets it, `required` has
   * one until somebody turns it off.
   */
  readonly loginByDefault: NonNullable<Classification['loginByDefault']>;
  readonly ports?: readonly PortSign[];
  /**
   * Repository paths of the project's own images, compared by whole segments from the end; `*` stands for
   * any text inside one segment. A first segment with a dot is a registry, and then the whole path counts.
   */
  readonly images?: readonly string[];
  /** Words in the path of a private image that mean this product. */
  readonly imageTokens?: readonly string[];
  readonly names?: NameSign;
  readonly commands?: readonly CommandSign[];
  readonly env?: EnvSign;
  /** Health-check paths that this product has and nearly nothing else. */
  readonly healthPaths?: readonly string[];
  /** Route paths that this product has and nearly nothing else; `*` stands for one segment. */
  readonly urlPaths?: readonly string[];
  /** Resource types, where a cloud runs the product itself; `*` stands for any text. */
  readonly managedTypes?: readonly string[];
  /** The project's own sources or documentation. */
  readonly references: readonly string[];
  readonly examples: Examples;
}

/** A default port: `low` is shared by all and sundry, and is kept only for the record. */
interface PortSign {
  readonly port: number;
  readonly distinctive: 'high' | 'medium' | 'low';
}

/** Whole words of a name; several words are joined by a hyphen and must follow each other. */
interface NameSign {
  readonly strong: readonly string[];
  /** Words that also mean something else: they support a product that another signal named. */
  readonly ambiguous?: readonly string[];
}

/** A command line, and the words by which evidence calls it: the line itself may hold a secret. */
export interface CommandSign {
  readonly says: string;
  readonly pattern: RegExp;
}

/** Names of environment variables, never values. */
interface EnvSign {
  /** Set on the process that is the product; a last `*` stands for any ending, at half the weight. */
  readonly serves: readonly string[];
  /** Set on a process that calls the product. */
  readonly callsOnly?: readonly string[];
}

/**
 * Small cases in words, run through the real classifier by the contract test.
 *
 * `confirms` names the product as surely as `pAiGivenProduct` allows, `suspects` speaks of it and is not
 * confirmed, `ignores` is a look-alike that is nobody's AI.
 */
interface Examples {
  readonly confirms: readonly string[];
  readonly suspects: readonly string[];
  readonly ignores: readonly string[];
}

/** Checks the shape of a fingerprint where it is written. */
export function defineFingerprint(fingerprint: Fingerprint): Fingerprint {
  return fingerprint;
}
