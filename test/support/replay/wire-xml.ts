import type { NormalizedSchema } from '@smithy/core/schema';
import { namespaceOf, type Operation, type Service } from './operations.ts';

/** Writes a value as the element of this name. */
type Writer = (name: string, value: unknown) => string;

/**
 * Writes JSON, as the SDK prints an answer, as the XML that the service would have sent.
 *
 * The SDK's own schema is the map, so a field that the SDK does not know cannot travel.
 */
export function responseXml({ service, action, output }: Operation, response: unknown): Buffer {
  return Buffer.from(envelope(service, action, innerXml(output, response)));
}

/** EC2 puts the members into the answer itself, the others into a result inside it. */
function envelope(service: Service, action: string, members: string): string {
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="${namespaceOf(service)}">`;
  if (service === 'ec2') return `${head}<requestId>${REQUEST_ID}</requestId>${members}</${action}Response>`;
  const metadata = `<ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata>`;
  return `${head}<${action}Result>${members}</${action}Result>${metadata}</${action}Response>`;
}

export function errorXml(service: Service, code: string, message: string): Buffer {
  const error = `<Code>${escaped(code)}</Code><Message>${escaped(message)}</Message>`;
  const body =
    service === 'ec2'
      ? `<Response><Errors><Error>${error}</Error></Errors><RequestID>${REQUEST_ID}</RequestID></Response>`
      : `<ErrorResponse xmlns="${namespaceOf(service)}"><Error><Type>Sender</Type>${error}</Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
}

/** The members of a structure, without an element around them. */
function innerXml(schema: NormalizedSchema, value: unknown): string {
  return structInside(schema)(value);
}

const REQUEST_ID = '59dbff89-35bd-4eac-99ed-be587EXAMPLE';

/** Building the map of a schema takes far longer than following it. */
const writers = new Map<unknown, Writer>();
const insides = new Map<unknown, (value: unknown) => string>();

function writerOf(schema: NormalizedSchema): Writer {
  if (schema.isListSchema()) return listWriter(schema);
  if (schema.isStructSchema()) {
    const key = schema.getSchema();
    const writer = writers.get(key) ?? structWriter(schema);
    writers.set(key, writer);
    return writer;
  }
  if (schema.isTimestampSchema()) return (name, value) => element(name, timestamp(value));
  if (schema.isMapSchema() || schema.isDocumentSchema()) {
    throw new Error(`${schema.getName() ?? 'a schema'}: the replay server writes no maps and no documents`);
  }
  return (name, value) => element(name, escaped(plain(value)));
}

function listWriter(schema: NormalizedSchema): Writer {
  const item = schema.getValueSchema();
  const itemName = item.getMergedTraits().xmlName ?? 'member';
  const flat = schema.getMergedTraits().xmlFlattened !== undefined;
  const writeItem = writerOf(item);
  return (name, value) => {
    if (!Array.isArray(value)) throw new Error(`${name}: not a list`);
    const parts = value.map((each) => writeItem(flat ? name : itemName, each)).join('');
    return flat ? parts : element(name, parts);
  };
}

function structWriter(schema: NormalizedSchema): Writer {
  // Structures may hold themselves, so the inside is looked up when it is needed.
  let inside: ((value: unknown) => string) | undefined;
  return (name, value) => {
    inside ??= structInside(schema);
    return element(name, inside(value));
  };
}

function structInside(schema: NormalizedSchema): (value: unknown) => string {
  const key = schema.getSchema();
  const inside = insides.get(key) ?? compileStruct(schema);
  insides.set(key, inside);
  return inside;
}

function compileStruct(schema: NormalizedSchema): (value: unknown) => string {
  const members = [...schema.structIterator()].map(([member, memberSchema]) => {
    let write: Writer | undefined;
    const name = memberSchema.getMergedTraits().xmlName ?? member;
    return {
      member,
      xml: (value: unknown): string => {
        write ??= writerOf(memberSchema);
        return write(name, value);
      },
    };
  });
  return (value) => {
    if (!isObject(value)) throw new Error(`${schema.getName() ?? 'a structure'}: not an object`);
    let xml = '';
    for (const { member, xml: toText } of members) {
      const content = value[member];
      if (content !== undefined && content !== null) xml += toText(content);
    }
    return xml;
  };
}

function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`not a text, a number or a flag: ${JSON.stringify(value)}`);
}

/** Tools print times in many ways; the wire has one. */
function timestamp(value: unknown): string {
  const date = value instanceof Date ? value : new Date(plain(value));
  return Number.isNaN(date.getTime()) ? escaped(plain(value)) : date.toISOString();
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
