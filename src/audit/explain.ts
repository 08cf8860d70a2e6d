import type { Finding } from '../findings/finding.ts';
import type { Slice, Verdict } from '../model/exposure.ts';
import { parseIp } from '../net/ip.ts';
import type { Audit, JudgedSlice } from './audit.ts';

/** What a person asks about: a finding, an address with or without a port, or a resource. */
export interface Question {
  /** As it was typed. */
  readonly text: string;
  readonly port?: number;
  readonly address: string;
}

const FINGERPRINT = /^(?:exp1:)?([a-z2-7]{4,26})$/i;

const ORDER: readonly Verdict[] = ['reachable', 'unknown', 'blocked'];

/** Reads `203.0.113.7`, `203.0.113.7:8000`, `[2001:db8::7]:8000`, `name.example:443`, an id or a fingerprint. */
export function questionOf(text: string): Question {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text);
  const plain = parseIp(text) === undefined ? /^([^:]+):(\d{1,5})$/.exec(text) : null;
  const [, address = text, port] = bracketed ?? plain ?? [];
  return { text, address, ...(port === undefined ? {} : { port: Number(port) }) };
}

/** The findings whose fingerprint begins like this. */
export function findingsNamed(audit: Pick<Audit, 'findings'>, { text }: Question): readonly Finding[] {
  const prefix = FINGERPRINT.exec(text)?.[1]?.toUpperCase();
  return prefix === undefined
    ? []
    : audit.findings.filter(({ fingerprint }) => fingerprint.startsWith(`exp1:${prefix}`));
}

/** The judged slices of an address or a resource, cut to the port that was asked about. */
export function slicesAt(audit: Pick<Audit, 'endpoints'>, question: Question): readonly JudgedSlice[] {
  return audit.endpoints
    .filter((judged) => isMeant(judged, question))
    .flatMap((judged) => cutToPort(judged, question.port))
    .sort((a, b) => ORDER.indexOf(a.slice.verdict) - ORDER.indexOf(b.slice.verdict));
}

function isMeant({ exposure: { entry, target } }: JudgedSlice, { text, address }: Question): boolean {
  const asked = parseIp(address);
  const here = parseIp(entry.address);
  if (asked !== undefined) return here?.address === asked.address;
  return (
    [entry.address, entry.ref, target.ref].some((name) => name === address || name === text) || nameOf(target) === text
  );
}

function nameOf(target: JudgedSlice['exposure']['target']): string | undefined {
  return target.kind === 'workload' ? target.name : target.element.name;
}

function cutToPort(judged: JudgedSlice, port: number | undefined): readonly JudgedSlice[] {
  const { slice, candidates } = judged;
  if (port === undefined) return [judged];
  if (slice.protocol !== 'tcp' && slice.protocol !== 'udp') return [];
  if (!slice.ports.some(([first, last]) => first <= port && port <= last)) return [];
  const direct = slice.trail.every(({ kind }) => kind === 'entry');
  const cut: Slice = { ...slice, ports: [[port, port]], ...(direct ? { targetPorts: [[port, port]] } : {}) };
  const own = candidates.find((candidate) =>
    candidate.slice.ports.some(([first, last]) => first <= port && port <= last),
  );
  return [{ ...judged, slice: cut, ...(own === undefined ? {} : { classification: own.classification }) }];
}
