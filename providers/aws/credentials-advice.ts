import type { Answer } from '../../src/collect/answer.ts';
import type { AwsSession } from './session.ts';

interface Situation {
  /** The role that was to be assumed. */
  readonly role: string | undefined;
  readonly session: Pick<AwsSession, 'profile' | 'profiles'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface Advice {
  readonly message: string;
  /** What to type next. */
  readonly nextStep: string;
}

/** Turns an error of the credential chain into the one command that mends it. */
export function adviceFor(error: NonNullable<Answer['error']>, situation: Situation): Advice {
  const { code, message, reason } = error;
  const profile = profileFlag(situation);
  const { environment, session, role } = situation;
  if (reason === 'unreachable' || reason === 'timed-out') {
    return {
      message: `AWS cannot be reached to ask who we are (${code}: ${message})`,
      nextStep: 'check the network, HTTPS_PROXY and AWS_ENDPOINT_URL, then try: aws sts get-caller-identity',
    };
  }
  if (/multi-factor|MFA/i.test(message)) {
    return {
      message: `the profile asks for a one-time code, which cannot be typed here (${message})`,
      nextStep: `sign in first, then export the session: eval "$(aws configure export-credentials${profile} --format env)"`,
    };
  }
  if (session.profile?.sso === true && role === undefined && code !== 'AccessDenied') {
    return { message: `the sign-in of the AWS profile has expired (${message})`, nextStep: `aws sso login${profile}` };
  }
  if (/^(ExpiredToken|ExpiredTokenException|RequestExpired)$/.test(code)) {
    const exported = environment['AWS_SESSION_TOKEN'] !== undefined && profile === '';
    return {
      message: `the AWS credentials have expired (${message})`,
      nextStep: exported
        ? 'export new ones, or drop them: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN'
        : `aws login${profile}`,
    };
  }
  if (role !== undefined && code === 'AccessDenied') {
    return {
      message: `the role ${role} cannot be assumed (${message})`,
      nextStep: `let its trust policy name you, then try: aws sts assume-role${profile} --role-arn ${role} --role-session-name exposure`,
    };
  }
  if (/^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure)$/.test(code)) {
    return {
      message: `AWS does not accept the credentials (${code}: ${message})`,
      nextStep: `aws configure${profile}`,
    };
  }
  return { message: `there are no usable AWS credentials (${code}: ${message})`, nextStep: signIn(session.profiles) };
}

function signIn(profiles: readonly string[]): string {
  if (profiles.length === 0) return 'aws configure';
  return `choose a profile with --profile (found: ${profiles.join(', ')}), or sign in: aws login`;
}

function profileFlag({ session: { profile } }: Situation): string {
  return profile === undefined || profile.name === 'default' ? '' : ` --profile ${profile.name}`;
}
