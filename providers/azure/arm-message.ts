import { z } from 'zod';
import { parseJson } from '../../src/collect/parse-json.ts';
import { plainText } from './plain-text.ts';

/** What a refusal of Azure Resource Manager says. */
export interface ArmMessage {
  readonly code: string;
  readonly message: string;
}

const Said = z.object({ code: z.string().optional(), message: z.string().optional() });
const Detailed = Said.extend({ details: z.array(Said.catch({})).optional().catch(undefined) });
const Body = z.union([z.object({ error: Detailed }).transform(({ error }) => error), Detailed]);

/** Codes that say no more than the status does; the details then hold the real one. */
const VAGUE = /^(?:Bad ?Request|InvalidRequest|InternalServerError|Conflict|Error)$/i;

/** Reads the body of a refusal; undefined if it is none of the service's own. */
export function armMessage(body: string): ArmMessage | undefined {
  const parsed = Body.safeParse(parseJson(body)?.value);
  const { code, message = '', details = [] } = parsed.success ? parsed.data : {};
  if (code === undefined || code === '') return undefined;
  const [inner] = details.filter((detail) => (detail.code ?? '') !== '');
  if (inner?.code === undefined || !VAGUE.test(code)) return { code, message: plainText(message) };
  return { code: inner.code, message: plainText(inner.message ?? message) };
}
