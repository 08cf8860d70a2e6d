import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { adoptScopes } from './adopt-scopes.ts';
import { Answer } from './answer.ts';
import { isAnswered, readCollection, readText } from './collection-file.ts';
import { settlePages } from './open-pages.ts';
import { parseJson } from './parse-json.ts';
import { splitAnswer } from './split-answer.ts';

/** What loading needs of a cloud. */
export interface AnswerReader {
  readonly owns: (call: string) => boolean;
  readonly cut: (answer: Answer) => Answer;
  readonly recognise: (document: unknown, path: string) => Recognised | readonly Answer[] | undefined;
  /** The call that says who asked: its account is that of the dumps beside it. */
  readonly identityCall?: string;
}

/** What a plain dump holds, and one sentence for each reason why something in it cannot be used. */
export interface Recognised {
  readonly answers: readonly Answer[];
  readonly warnings: readonly string[];
}

export interface LoadedAnswers {
  /** Cut to the fields we read, in the order of the files' paths. */
  readonly answers: readonly Answer[];
  /** One sentence for each file, or part of one, that could not be used. */
  readonly warnings: readonly string[];
}

/**
 * Reads a collection, or a folder of collections and of plain dumps of the providers' own tools.
 *
 * A single file must be sound. In a folder, what cannot be read is named in a warning and the rest is used; a folder
 * without anything to use is a mistake.
 */
export async function loadAnswers(path: string, readers: readonly AnswerReader[]): Promise<LoadedAnswers> {
  const entry = await stat(path).catch(() => undefined);
  if (entry === undefined) throw new UsageError(`there is no ${path}`, 'name a collection, or a folder of answers');
  const basket = new Basket(readers);
  if (entry.isDirectory()) await loadFolder(path, basket);
  else await loadFile(path, path.split(sep).join('/'), basket);
  const loaded = basket.loaded();
  if (loaded.answers.length > 0) return loaded;
  const [first] = loaded.warnings;
  const why = first === undefined ? 'there are no files of JSON in it' : first;
  throw new UsageError(`there are no answers of a cloud in ${path} (${why})`, HOW_TO_MAKE_ANSWERS);
}

const HOW_TO_MAKE_ANSWERS = 'make some with: exposure collect -o estate.ndjson';

async function loadFolder(folder: string, basket: Basket): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name));
  const named = files.map((file) => ({ file, path: relative(folder, file).split(sep).join('/') }));
  named.sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { file, path } of named) {
    if (!READABLE.test(path) || HIDDEN.test(path)) continue;
    // A damaged file must not cost the rest, so what went wrong becomes a warning.
    await loadFile(file, path, basket).catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      basket.warn(`${error.message}; what comes before it is used`);
    });
  }
}

/** Some tools leave the ending off, where the name of the file is the name of a resource. */
const READABLE = /(?:\.json|\.ndjson|\.jsonl)(?:\.gz)?$|(?:^|\/)[^/.]+$|%[0-9A-F]{2}[^/]*$/i;
const HIDDEN = /(?:^|\/)\./;
const LINES = /\.(?:ndjson|jsonl)(?:\.gz)?$/i;

async function loadFile(file: string, path: string, basket: Basket): Promise<void> {
  if (LINES.test(path)) {
    for await (const answer of readCollection(file)) basket.addAnswer(answer, path);
    return;
  }
  const document = parseJson(await readText(file));
  if (document !== undefined) {
    basket.addDocument(document.value, path);
  } else if (/\.json(?:\.gz)?$/i.test(path) || path === file) {
    // Not one document; perhaps a collection under another name. Reading it so also says where it is damaged.
    for await (const answer of readCollection(file)) basket.addAnswer(answer, path);
  }
}

/** Gathers what the files hold. */
class Basket {
  readonly #readers: readonly AnswerReader[];
  readonly #answers: { readonly answer: Answer; readonly path: string; readonly plain: boolean }[] = [];
  readonly #warnings = new Set<string>();

  constructor(readers: readonly AnswerReader[]) {
    this.#readers = readers;
  }

  addDocument(document: unknown, path: string): void {
    const answers = answersIn(document);
    if (answers !== undefined) {
      for (const answer of answers) this.addAnswer(answer, path);
      return;
    }
    const recognised = this.#readers
      .map(({ recognise }) => recognise(document, path))
      .find((found) => found !== undefined);
    if (recognised === undefined) this.warn(`${path} is no answer of a cloud that we know`);
    const found = recognised ?? [];
    const { answers: told, warnings } = 'answers' in found ? found : { answers: found, warnings: [] };
    for (const warning of warnings) this.warn(warning);
    for (const answer of told) this.#add(answer, path, true);
  }

  addAnswer(answer: Answer, path: string): void {
    this.#add(answer, path, false);
  }

  warn(warning: string): void {
    this.#warnings.add(warning);
  }

  loaded(): LoadedAnswers {
    const plain = this.#answers.filter((found) => found.plain);
    const identityCalls = new Set(this.#readers.map(({ identityCall = '' }) => identityCall));
    const told = adoptScopes(plain, identityCalls);
    const evidence = this.#answers.filter(({ answer, plain: isPlain }) => !isPlain || !identityCalls.has(answer.call));
    const answers = evidence.map((found) => told.get(found.answer) ?? found.answer);
    return { answers: settlePages(answers), warnings: [...this.#warnings] };
  }

  #add(answer: Answer, path: string, plain: boolean): void {
    const reader = this.#readers.find(({ owns }) => owns(answer.call));
    if (reader === undefined) {
      this.warn(`${path} holds an answer to ${answer.call}, which is no call of a cloud that we know`);
      return;
    }
    for (const part of splitAnswer(reader.cut(answer))) this.#answers.push({ answer: part, path, plain });
  }
}

function answersIn(document: unknown): readonly Answer[] | undefined {
  const items: readonly unknown[] = Array.isArray(document) ? document : [document];
  const answers = items.map((item) => Answer.safeParse(item));
  const sound = answers.flatMap(({ data }) => (data !== undefined && isAnswered(data) ? [data] : []));
  return sound.length === items.length && sound.length > 0 ? sound : undefined;
}
