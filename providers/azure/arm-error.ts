import type { PipelineResponse } from '@azure/core-rest-pipeline';

interface Facts {
  /** `refused`: the answer says no. `malformed`: it cannot be read. `elsewhere`: it sends us to where we do not go. */
  readonly kind: 'refused' | 'malformed' | 'elsewhere';
  readonly status: number;
  /** What came back, which may hold the service's own code. */
  readonly body?: string;
  readonly header?: (name: string) => string | undefined;
}

/** Azure Resource Manager did not answer the question. The message holds nothing of what was sent. */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  readonly facts: Facts;

  private constructor(message: string, facts: Facts) {
    super(message);
    this.facts = facts;
  }

  /** A status that is none of success. Redirects are not followed: the API knows none. */
  static refused({ status, bodyAsText, headers }: PipelineResponse): ArmError {
    const header = (name: string): string | undefined => headers.get(name);
    if (status >= 300 && status < 400) {
      const goal = URL.parse(header('location') ?? '')?.origin ?? 'another page';
      return new ArmError(`HTTP ${status} sends us on to ${goal}`, { kind: 'elsewhere', status });
    }
    return new ArmError(`HTTP ${status}`, { kind: 'refused', status, body: bodyAsText ?? '', header });
  }

  static malformed(status: number, why: string): ArmError {
    return new ArmError(`HTTP ${status} without a readable answer: ${why}`, { kind: 'malformed', status });
  }

  /** The link to a next page leads away from the only place that may see the access token. */
  static foreignLink(goal: string | undefined, origin: string): ArmError {
    const message = `the next page is said to be at ${goal ?? 'no URL'}, and the access token is for ${origin} only`;
    return new ArmError(message, { kind: 'elsewhere', status: 200 });
  }
}
