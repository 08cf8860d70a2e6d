import { z } from 'zod';
import { listOf, text } from '../../../src/collect/fields.ts';

export const Tag = z.object({ Key: z.string(), Value: text });
export type Tag = z.output<typeof Tag>;

export const tags = listOf(Tag);
