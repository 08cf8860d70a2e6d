import { z } from 'zod';
import { UNTOLD } from '../../src/collect/adopt-scopes.ts';
import type { Answer } from '../../src/collect/answer.ts';
import { decode } from '../../src/collect/decode.ts';
import { PAGES_MISSING } from '../../src/collect/open-pages.ts';
import type { RecordKind } from '../../src/collect/record-kind.ts';
import { type DumpName, readDumpName } from './dump-name.ts';
import { type DumpPlace, placeInContent, placeInPath } from './dump-place.ts';
import { images } from './records/images.ts';
import { RECORDS } from './records/index.ts';
import { listenerRules, listeners } from './records/listeners.ts';
import { regions } from './records/regions.ts';

/** A dump says nothing of when it was made, and the same folder must always give the same answers. */
const NO_TIME = '1970-01-01T00:00:00Z';

const Dump = z.record(z.string(), z.unknown());
const CallerIdentity = z.object({ Account: z.string(), UserId: z.string(), Arn: z.string() });

/**
 * Reads what `aws … --output json` prints: an object whose key is the list of a call, or an array of such objects.
 *
 * Account and region come from folders named after them, else from the content; `unknown` if neither says. A call that
 * is made per resource takes its resource from a key beside the list, from the content, or from the name of the file:
 * `elbv2-describe-target-health.<ARN, with %3A and %2F>.json`.
 */
export function recognise(document: unknown, path: string): readonly Answer[] | undefined {
  const documents: readonly unknown[] = Array.isArray(document) ? document : [document];
  const answers = documents.map((each) => recogniseOne(each, readDumpName(path), path));
  if (answers.length === 0 || answers.includes(undefined)) return undefined;
  return answers.flatMap((found) => found ?? []);
}

/** `aws sts get-caller-identity` often lies beside the rest, and says whose they are. */
export const IDENTITY_CALL = 'sts:GetCallerIdentity';

function whoAsked(account: string, path: string): Answer {
  return {
    call: IDENTITY_CALL,
    account,
    region: placeInPath(path).region ?? UNTOLD,
    request: {},
    at: NO_TIME,
    response: {},
  };
}

function recogniseOne(document: unknown, name: DumpName, path: string): readonly Answer[] | undefined {
  const dump = Dump.safeParse(document);
  if (!dump.success) return undefined;
  const identity = CallerIdentity.safeParse(document);
  if (identity.success) return [whoAsked(identity.data.Account, path)];
  const kinds = kindsIn(dump.data, name);
  if (kinds.length === 0) return undefined;
  const answers = kinds.map((kind) => answersOf(kind, dump.data, { name, path }));
  return answers.includes(undefined) ? undefined : answers.flatMap((found) => found ?? []);
}

/** The kinds of answers in a dump. Two calls have a list called `Attributes`: the name of the file or the keys tell. */
function kindsIn(dump: z.output<typeof Dump>, name: DumpName): readonly RecordKind[] {
  const fitting = RECORDS.filter((kind) => fits(kind, dump));
  return fitting.filter((kind) => {
    const rivals = fitting.filter(({ list }) => list === kind.list);
    if (rivals.length === 1) return true;
    const named = rivals.filter(({ call }) => call.endsWith(`:${name.operation ?? ''}`));
    return named.length > 0 ? named.includes(kind) : kind.requestField === attributeOwner(dump, name);
  });
}

/** Other services use the same keys for other things, so one record at least must be readable, if there is any. */
function fits(kind: RecordKind, dump: z.output<typeof Dump>): boolean {
  const content = dump[kind.list];
  if (content === undefined || content === null) return false;
  if (kind.single === true) return !Array.isArray(content) && decode(kind, dump).records.length === 1;
  return Array.isArray(content) && (content.length === 0 || decode(kind, sampleOf(kind, content)).records.length > 0);
}

/** A glance suffices to tell one service from another. */
const SAMPLE = 20;

function sampleOf(kind: RecordKind, content: readonly unknown[]): unknown {
  return { [kind.list]: content.slice(0, SAMPLE) };
}

const OF_TARGET_GROUPS =
  /^(?:deregistration_delay|lambda|preserve_client_ip|proxy_protocol_v2|slow_start|stickiness|target_)/;

const Keys = z.array(z.object({ Key: z.string() })).catch([]);

function attributeOwner(dump: z.output<typeof Dump>, { id = '' }: DumpName): string {
  const keys = Keys.parse(dump['Attributes']);
  const ofGroup = id.includes(':targetgroup/') || keys.some(({ Key }) => OF_TARGET_GROUPS.test(Key));
  return ofGroup || dump['TargetGroupArn'] !== undefined ? 'TargetGroupArn' : 'LoadBalancerArn';
}

interface Source {
  readonly name: DumpName;
  readonly path: string;
}

function answersOf(
  kind: RecordKind,
  dump: z.output<typeof Dump>,
  { name, path }: Source,
): readonly Answer[] | undefined {
  // Nothing is read of the list of regions but whether it was refused, and a dump is no refusal.
  if (kind.call === regions.call) return [];
  const at = typeof dump['at'] === 'string' ? dump['at'] : NO_TIME;
  const parts = partsOf(kind, dump, name);
  if (parts === undefined) return undefined;
  const answers = parts.map(({ request, response }) => {
    const stamp = { call: kind.call, ...placeOf(kind, [response, Object.values(request)], path), request, at };
    return { stamp, response };
  });
  const last = hasMore(dump) ? answers.at(-1) : undefined;
  return [
    ...answers.map(({ stamp, response }) => ({ ...stamp, response })),
    ...(last === undefined ? [] : [{ ...last.stamp, error: TORN }]),
  ];
}

const TORN = { code: PAGES_MISSING, message: 'the dump ends at a page that others follow' };

function hasMore(dump: z.output<typeof Dump>): boolean {
  return [dump['NextToken'], dump['NextMarker']].some((token) => typeof token === 'string' && token !== '');
}

/** The owners of images are not the account that looked at them. */
function placeOf(kind: RecordKind, content: unknown, path: string): Required<DumpPlace> {
  const told = kind.call === images.call ? {} : placeInContent(content);
  return { account: UNTOLD, region: UNTOLD, ...told, ...placeInPath(path) };
}

interface Part {
  readonly request: Readonly<Record<string, string>>;
  readonly response: unknown;
}

/** One part for each resource that was asked about; undefined if that cannot be told. */
function partsOf(kind: RecordKind, dump: z.output<typeof Dump>, { id }: DumpName): readonly Part[] | undefined {
  const { list, requestField } = kind;
  const content = dump[list];
  if (requestField === undefined) return [{ request: {}, response: { [list]: content } }];
  const items: readonly unknown[] = Array.isArray(content) ? content : [];
  const beside = dump[requestField];
  const fallback = typeof beside === 'string' ? beside : id;
  const groups = Map.groupBy(items, (item) => subjectOf(kind, item) ?? fallback);
  if (items.length === 0) groups.set(fallback, []);
  const parts = [...groups].flatMap(([subject, group]) =>
    subject === undefined ? [] : [{ request: { [requestField]: subject }, response: { [list]: group } }],
  );
  return parts.length === groups.size ? parts : undefined;
}

const Subject = z.object({ LoadBalancerArn: z.string().optional(), RuleArn: z.string().optional() }).catch({});

/** A listener names its load balancer, and the ARN of a rule holds that of its listener. */
function subjectOf(kind: RecordKind, item: unknown): string | undefined {
  const { LoadBalancerArn, RuleArn } = Subject.parse(item);
  if (kind.call === listeners.call) return LoadBalancerArn;
  if (kind.call === listenerRules.call)
    return RuleArn?.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');
  return undefined;
}
