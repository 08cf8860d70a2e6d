const SEPARATORS = /[^\p{L}\p{N}]+/u;
const ASCII_SEPARATORS = /[^A-Za-z0-9]+/;
const ASCII = /^[\0-\x7f]*$/;
const CASE_CHANGE = /(?<=\p{Ll})(?=\p{Lu})/u;
const ORDINAL = /^(\D{2,})\d{1,2}$/;

/** Names longer than this are text, and text is not a name. */
const LONGEST_NAME = 256;
const LONGEST_PHRASE = 4;

/** The words that are looked for, each with what it means. */
export interface Lexicon<Entry> {
  readonly entries: ReadonlyMap<string, Entry>;
  /** The first words of all phrases, so that other words cost one look. */
  readonly phraseStarts: ReadonlySet<string>;
}

/** A word found in a name, and the word after it. */
export interface Found<Entry> {
  readonly word: string;
  readonly entry: Entry;
  readonly next?: string;
}

interface Token {
  readonly text: string;
  /** Which part between separators it stands in. */
  readonly part: number;
}

interface Hit<Entry> {
  readonly word: string;
  readonly entry: Entry;
  readonly length: number;
}

/** Arranges words for looking up; a phrase is written with hyphens. */
export function lexicon<Entry>(entries: ReadonlyMap<string, Entry>): Lexicon<Entry> {
  const phrases = [...entries.keys()].filter((word) => word.includes('-'));
  return { entries, phraseStarts: new Set(phrases.map((word) => word.slice(0, word.indexOf('-')))) };
}

/** Splits a name into whole words: at everything that is no letter or digit, and where case rises. */
export function tokenise(name: string): readonly string[] {
  return tokensOf(name).map((token) => token.text);
}

/**
 * Finds the words of a lexicon in a name, the longest first, each part of the name used once.
 *
 * A phrase must match consecutive words. Never a substring: `retail` holds no `ai`. A number of one or two
 * digits at the end counts copies and is no part of the word.
 */
export function findWords<Entry>(name: string, words: Lexicon<Entry>): readonly Found<Entry>[] {
  const tokens = tokensOf(name);
  const found: Found<Entry>[] = [];
  let at = 0;
  while (at < tokens.length) {
    const hit = longestAt(tokens, at, words);
    if (hit !== undefined) {
      const next = tokens[at + hit.length]?.text;
      found.push({ word: hit.word, entry: hit.entry, ...(next === undefined ? {} : { next }) });
    }
    at += hit?.length ?? 1;
  }
  return found;
}

function longestAt<Entry>(tokens: readonly Token[], at: number, words: Lexicon<Entry>): Hit<Entry> | undefined {
  const first = tokens[at];
  if (first === undefined) return undefined;
  const split = tokens[at + 1]?.part === first.part;
  if (split || words.phraseStarts.has(first.text)) {
    for (let length = Math.min(LONGEST_PHRASE, tokens.length - at); length > 1; length -= 1) {
      const hit = lookUpRun(tokens.slice(at, at + length), words);
      if (hit !== undefined) return hit;
    }
  }
  return lookUp(first.text, 1, words);
}

/** `OpenWebUI` is also `openwebui`, because no separator parts it; `port-key` is never `portkey`. */
function lookUpRun<Entry>(run: readonly Token[], words: Lexicon<Entry>): Hit<Entry> | undefined {
  const texts = run.map((token) => token.text);
  const phrase = lookUp(texts.join('-'), run.length, words);
  const whole = run.every((token) => token.part === run[0]?.part);
  return phrase ?? (whole ? lookUp(texts.join(''), run.length, words) : undefined);
}

function lookUp<Entry>(text: string, length: number, { entries }: Lexicon<Entry>): Hit<Entry> | undefined {
  const word = entries.has(text) ? text : (ORDINAL.exec(text)?.[1] ?? text);
  const entry = entries.get(word);
  return entry === undefined ? undefined : { word, entry, length };
}

function tokensOf(name: string): readonly Token[] {
  const short = name.slice(0, LONGEST_NAME);
  const parts = short.split(ASCII.test(short) ? ASCII_SEPARATORS : SEPARATORS);
  const tokens: Token[] = [];
  for (const [part, text] of parts.entries()) {
    const lower = text.toLowerCase();
    const words = lower === text ? [lower] : text.split(CASE_CHANGE).map((word) => word.toLowerCase());
    for (const word of words) {
      if (word !== '') tokens.push({ text: word, part });
    }
  }
  return tokens;
}
