import { azure } from '../../../providers/azure/index.ts';
import { loadAnswers } from '../../../src/collect/load.ts';
import { type ArmSource, answersSource } from './arm-source.ts';

/** Serves what `--from` reads in a folder: collections, and plain dumps of `az`. */
export async function folderSource(path: string): Promise<ArmSource> {
  const { answers } = await loadAnswers(path, [azure]);
  return answersSource(answers);
}
