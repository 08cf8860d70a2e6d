import { cutTo } from '../../src/collect/cut.ts';
import { RECORDS } from './records/index.ts';

/** Cuts an answer to the fields we read. */
export const cut = cutTo(RECORDS);
