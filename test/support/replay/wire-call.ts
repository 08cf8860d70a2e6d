import type { NormalizedSchema } from '@smithy/core/schema';
import { type Operation, operationOf } from './operations.ts';

/** A request of the SDK, read off the wire. */
export interface WireCall {
  readonly operation: Operation;
  readonly call: string;
  readonly account: string;
  readonly region: string;
  /** In the SDK's own field names, without paging. */
  readonly request: Readonly<Record<string, unknown>>;
  /** The page that is asked for; absent for the first. */
  readonly token?: string;
  readonly pageSize?: number;
}

/** What a request is read from: its `Authorization` header and its form. */
export interface RawRequest {
  readonly authorization: string;
  readonly body: string;
  /** Whose keys carry no account number. */
  readonly ownAccount: string;
}

/** Reads a request; a text says what is wrong with it. */
export function readWireCall({ authorization, body, ownAccount }: RawRequest): WireCall | string {
  const scope = /Credential=([^/,\s]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization);
  if (scope === null) return 'the request is not signed';
  const [, key = '', region = ''] = scope;
  const form = new URLSearchParams(body);
  const operation = operationOf(form.get('Version') ?? '', form.get('Action') ?? '');
  if (operation === undefined) return `no such action: ${form.get('Action') ?? '(none)'}`;
  const fields = new Map(form);
  const read = readStruct(operation.input, fields, '', operation.service === 'ec2');
  const { NextToken, Marker, MaxResults, PageSize, ...request } = read;
  const [token] = [NextToken, Marker].filter((value) => typeof value === 'string');
  const [pageSize] = [MaxResults, PageSize].filter((value) => typeof value === 'number');
  return {
    operation,
    call: operation.call,
    account: accountOf(key) ?? ownAccount,
    region,
    request,
    ...(token === undefined ? {} : { token }),
    ...(pageSize === undefined ? {} : { pageSize }),
  };
}

/** An access key that stands for an account has its number inside: `ASIA111122223333ROLE`. */
export function accessKeyFor(account: string): string {
  return `ASIA${account}ROLE`;
}

function accountOf(accessKey: string): string | undefined {
  return /^A[KS]IA(\d{12})/.exec(accessKey)?.[1];
}

type Fields = ReadonlyMap<string, string>;

function readStruct(schema: NormalizedSchema, fields: Fields, prefix: string, isEc2: boolean): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [member, memberSchema] of schema.structIterator()) {
    const value = readMember(memberSchema, fields, `${prefix}${wireName(member, memberSchema, isEc2)}`, isEc2);
    if (value !== undefined) result[member] = value;
  }
  return result;
}

function readMember(schema: NormalizedSchema, fields: Fields, name: string, isEc2: boolean): unknown {
  if (schema.isListSchema()) return readList(schema, fields, name, isEc2);
  if (schema.isStructSchema()) {
    const struct = readStruct(schema, fields, `${name}.`, isEc2);
    return Object.keys(struct).length === 0 ? undefined : struct;
  }
  const text = fields.get(name);
  if (text === undefined) return undefined;
  if (schema.isNumericSchema()) return Number(text);
  return schema.isBooleanSchema() ? text === 'true' : text;
}

function readList(
  schema: NormalizedSchema,
  fields: Fields,
  name: string,
  isEc2: boolean,
): readonly unknown[] | undefined {
  const items: unknown[] = [];
  for (;;) {
    const index = items.length + 1;
    const item = readMember(schema.getValueSchema(), fields, `${name}${isEc2 ? '' : '.member'}.${index}`, isEc2);
    if (item === undefined) return items.length === 0 ? undefined : items;
    items.push(item);
  }
}

function wireName(member: string, schema: NormalizedSchema, isEc2: boolean): string {
  const { ec2QueryName, xmlName } = schema.getMergedTraits();
  if (isEc2 && typeof ec2QueryName === 'string') return ec2QueryName;
  if (typeof xmlName !== 'string') return member;
  return isEc2 ? `${xmlName.charAt(0).toUpperCase()}${xmlName.slice(1)}` : xmlName;
}
