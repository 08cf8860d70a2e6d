import { nameOf, trafficText } from '../findings/remediation.ts';
import type { LatentEndpoint } from '../findings/report.ts';
import { inOrder, orderKey, surfaceEndpoint } from '../findings/surface.ts';
import type { Deciding } from '../model/exposure.ts';
import { elementIn } from '../model/own-element.ts';
import { endpointKey } from '../rules/judgement.ts';
import type { Candidate } from '../rules/rule.ts';
import { ownerOf } from './findings-of.ts';

/**
 * AI endpoints that exactly one thing keeps closed, though the rules that open ports let the internet in.
 *
 * An endpoint whose own firewall does not open the port is no such thing: it is closed on purpose.
 */
export function latentOf(candidates: readonly Candidate[]): readonly LatentEndpoint[] {
  const byPlace = new Map<string, LatentEndpoint>();
  for (const candidate of candidates) {
    const blocker = onlyBlocker(candidate);
    if (blocker === undefined || candidate.classification.level === 'none') continue;
    const place = `${ownerOf(candidate.exposure)} ${endpointKey(candidate)}`;
    const latent = latentEndpoint(candidate, blocker);
    const known = byPlace.get(place);
    if (known === undefined || orderKey(latent.endpoint) < orderKey(known.endpoint)) byPlace.set(place, latent);
  }
  return inOrder([...byPlace.values()], ({ endpoint }) => endpoint);
}

function onlyBlocker({ slice }: Candidate): Deciding | undefined {
  if (slice.verdict !== 'blocked' || slice.audience.class === 'none') return undefined;
  const elements = new Set(slice.deciding.map(({ element }) => element.ref));
  return elements.size === 1 && slice.deciding.every(({ grants }) => !grants) ? slice.deciding[0] : undefined;
}

function latentEndpoint(
  { exposure, slice, classification }: Candidate,
  { element: told, rule }: Deciding,
): LatentEndpoint {
  const element = elementIn(exposure, told);
  const { target } = exposure;
  const name = target.kind === 'workload' ? target.name : target.element.name;
  return {
    ...(name === undefined ? {} : { name }),
    endpoint: surfaceEndpoint(exposure, slice, classification),
    classification,
    blocker: { element: element.ref, kind: element.kind, rule },
    sentence: `Only ${nameOf(element)} (${rule}) keeps ${trafficText(slice)} out.`,
  };
}
