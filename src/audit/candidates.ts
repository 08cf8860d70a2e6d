import type { Classification } from '../model/classification.ts';
import type { Exposure, Slice, TrailStep } from '../model/exposure.ts';
import { type CollectionGap, gapName } from '../model/gap.ts';
import type { Trace } from '../model/trace.ts';
import type { PortRange } from '../net/ports.ts';
import type { Candidate } from '../rules/rule.ts';

/** Ports as the classifier takes them: a range that somebody opened, and how surely the service is on it. */
interface OpenPort {
  readonly range: PortRange;
  readonly attribution: number;
  readonly source: string;
}

/** All that a classification rests on. */
export interface ClassificationInput {
  readonly traces: readonly Trace[];
  readonly ports: readonly OpenPort[];
}

export type Classify = (input: ClassificationInput) => Classification;

/** A range of more ports than this was opened for no service in particular. */
const MOST_NAMED_PORTS = 64;

/** Ports that belong to a protocol which no AI product speaks: remote shells, mail, names, files, directories. */
const SPOKEN_FOR: ReadonlySet<number> = new Set([
  20, 21, 22, 23, 25, 53, 88, 110, 111, 123, 135, 137, 138, 139, 143, 161, 389, 445, 465, 514, 587, 636, 873, 993, 995,
  1433, 1521, 2049, 3306, 3389, 5900, 5985, 5986,
]);

/**
 * Cuts a slice into the endpoints that rules judge, each classified by what is known of itself alone.
 *
 * A host may run a model beside a shell: what opens port 22 is not what opens 11434, so each range of a
 * direct path is an endpoint of its own. Behind a front the listener is the endpoint.
 */
export function candidatesOf(
  exposure: Exposure,
  slice: Slice,
  gaps: readonly CollectionGap[],
  classify: Classify,
): readonly Candidate[] {
  if (slice.protocol !== 'tcp' && slice.protocol !== 'udp') return [];
  const behind = slice.missing.length === 0 ? [] : gaps.filter((gap) => slice.missing.includes(gapName(gap)));
  return endpointsOf(slice)
    .filter((endpoint) => !isSpokenFor(endpoint))
    .map((endpoint) => {
      const classification = classify(inputOf(exposure, endpoint));
      return { exposure, slice: endpoint, classification, named: isNamed(endpoint), gaps: behind };
    });
}

/** A direct slice as one endpoint a range; a slice behind a front as it is. */
function endpointsOf(slice: Slice): readonly Slice[] {
  if (slice.ports.length <= 1 || !isDirect(slice)) return [slice];
  return slice.ports.map((range) => ({ ...slice, ports: [range], targetPorts: [range] }));
}

/** What the control plane tells of the process that answers on a slice. */
function inputOf({ target }: Exposure, slice: Slice): ClassificationInput {
  return {
    traces: [...target.traces, ...slice.trail.flatMap(tracesOf)],
    ports: slice.targetPorts.filter(isNarrow).map((range) => ({ range, attribution: 1, source: sourceOf(slice) })),
  };
}

/** UDP carries AI only below HTTP/3, and there only through fronts: no AI product listens on it by itself. */
function isSpokenFor(slice: Slice): boolean {
  const direct = isDirect(slice);
  if (slice.protocol === 'udp' && direct) return true;
  return (direct ? slice.ports : slice.targetPorts).every(([first, last]) => first === last && SPOKEN_FOR.has(first));
}

function isNamed(slice: Slice): boolean {
  return !isDirect(slice) || slice.ports.every(isNarrow);
}

function isDirect({ trail }: Slice): boolean {
  return trail.every(({ kind }) => kind === 'entry');
}

function isNarrow([first, last]: PortRange): boolean {
  return last - first < MOST_NAMED_PORTS;
}

function tracesOf(step: TrailStep): readonly Trace[] {
  switch (step.kind) {
    case 'entry':
      return [];
    case 'front':
      return step.frontend.traces;
    case 'leg':
      return [...step.frontend.traces, ...step.rule.traces, ...step.leg.traces];
  }
}

function sourceOf({ trail, deciding }: Slice): string {
  const leg = trail.findLast((step) => step.kind === 'leg');
  if (leg !== undefined) return `${leg.leg.pool.kind} ${leg.leg.pool.name ?? leg.leg.pool.ref}`;
  const opening = deciding.find(({ grants }) => grants);
  return opening === undefined ? 'open port' : `${opening.element.kind} ${opening.element.ref} ${opening.rule}`;
}
