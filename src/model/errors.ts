/** A user's mistake: says what is wrong, where, and what to do next. Exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly nextStep: string;

  constructor(message: string, nextStep: string) {
    super(message);
    this.nextStep = nextStep;
  }
}

/** No usable credentials for any requested scope. Exit 4. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  readonly nextStep: string;

  constructor(message: string, nextStep: string) {
    super(message);
    this.nextStep = nextStep;
  }
}
