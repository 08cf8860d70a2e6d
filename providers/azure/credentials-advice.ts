import type { Answer } from '../../src/collect/answer.ts';
import { CredentialsError } from '../../src/model/errors.ts';
import { EXPORT_TOKEN, TOKEN_VARIABLE } from './credentials.ts';
import type { ArmEndpoint } from './endpoint.ts';
import { plainText } from './plain-text.ts';

export interface Situation {
  readonly endpoint: Pick<ArmEndpoint, 'url' | 'scope' | 'cloud'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The one that the user named. */
  readonly tenant?: string;
}

/** Turns what the search for credentials threw into the command that mends it. */
export function searchAdvice(error: unknown, situation: Situation): CredentialsError {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const remedy = SEARCH.find(({ sign }) => sign.test(text)) ?? UNTOLD;
  return new CredentialsError(`${remedy.cause} (${excerpt(text, remedy.sign)})`, remedy.nextStep(situation, text));
}

/** Turns the refusal of the very first call into the command that mends it. */
export function refusalAdvice(error: NonNullable<Answer['error']>, situation: Situation): CredentialsError {
  const { code, message, reason, status } = error;
  const { endpoint, environment } = situation;
  const said = `${code}: ${message}`;
  if (reason === 'unreachable' || reason === 'timed-out') {
    return new CredentialsError(
      `Azure cannot be reached at ${endpoint.url} (${said})`,
      'check the network, HTTPS_PROXY, NODE_EXTRA_CA_CERTS and --azure-endpoint, then try: az account list --refresh',
    );
  }
  if (status !== 401) {
    // Something is there, and it may not be Azure.
    const place = `see whether Azure Resource Manager is at ${endpoint.url} (--azure-endpoint)`;
    const isForeign = reason === 'malformed' || status === 404;
    const check = isForeign ? place : 'see whether this works: az account list --refresh';
    const nextStep = `name them by id with --subscription, or ${check}`;
    return new CredentialsError(`the subscriptions cannot be listed (${said})`, nextStep);
  }
  if ((environment[TOKEN_VARIABLE] ?? '') !== '') {
    return new CredentialsError(`Azure does not accept the token in ${TOKEN_VARIABLE} (${said})`, EXPORT_TOKEN);
  }
  const [, tenant] = /must match [^']*'[^']*\/([0-9a-f-]{36})\/?'/i.exec(message) ?? [];
  const known = tenant === undefined ? situation : { ...situation, tenant };
  return new CredentialsError(`Azure does not accept the credentials (${said})`, signIn(known));
}

/** What an error says of its cause, and what to type next. */
interface Remedy {
  readonly sign: RegExp;
  readonly cause: string;
  readonly nextStep: (situation: Situation, text: string) => string;
}

/**
 * Signs that the identity library and the programs behind it give, the surest ones first: each way of signing in that was
 * tried has left a message of its own, so most errors hold several of them.
 *
 * Codes are those of https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
 */
const SEARCH: readonly Remedy[] = [
  {
    sign: /^TimeoutError/,
    cause: 'the search for Azure credentials takes too long',
    nextStep: () => 'ask only the sign-in of az: export AZURE_TOKEN_CREDENTIALS=AzureCliCredential',
  },
  {
    sign: /AZURE_TOKEN_CREDENTIALS = /,
    cause: 'AZURE_TOKEN_CREDENTIALS names no way to sign in',
    nextStep: () => 'unset AZURE_TOKEN_CREDENTIALS',
  },
  {
    sign: /endpoints_resolution_error/,
    cause: 'whoever issues the tokens cannot be asked',
    nextStep: () => 'check the network, HTTPS_PROXY, NODE_EXTRA_CA_CERTS and AZURE_AUTHORITY_HOST',
  },
  {
    sign: /AADSTS70002(?:15|22)/,
    cause: 'the secret of the service principal is wrong or has expired',
    nextStep: () =>
      'make another and export it as AZURE_CLIENT_SECRET: az ad app credential reset --id "$AZURE_CLIENT_ID"',
  },
  {
    sign: /^AuthenticationError: /,
    cause: 'the service principal cannot sign in',
    nextStep: () => 'check AZURE_TENANT_ID and AZURE_CLIENT_ID: az ad sp show --id "$AZURE_CLIENT_ID"',
  },
  {
    sign: /AADSTS(?:50072|50074|50076|50079|50097|50158|5300[0-4]|530003)\b/,
    cause: 'the tenant asks for a second factor, or for something else that only a person can give',
    nextStep: ({ endpoint, ...rest }, text) =>
      azCommand(text) ?? `${signIn({ endpoint, ...rest })} --scope ${endpoint.scope}`,
  },
  {
    sign: /AADSTS500011\b/,
    cause: 'the sign-in is for another cloud of Azure',
    nextStep: ({ endpoint: { cloud } }) => `az cloud set --name ${cloud} && az login`,
  },
  {
    sign: /AADSTS(?:50020|50034|50128|90002|90019|90072|900023)\b/,
    cause: 'the sign-in is not one of this tenant',
    nextStep: () =>
      'see which tenants there are: az account list --all --output table, then: az login --tenant <tenant>',
  },
  {
    sign: /AADSTS\d+|Can't find token from MSAL cache/,
    cause: 'the sign-in of az has expired',
    nextStep: (situation, text) => azCommand(text) ?? signIn(situation),
  },
  {
    sign: /Please run 'az login'/,
    cause: 'az is not signed in, or must be anew',
    nextStep: signIn,
  },
  {
    sign: /Unexpected end of JSON input/,
    cause: 'az gave no token in time',
    nextStep: () => 'see what it waits for: az account get-access-token',
  },
  {
    sign: /Description: Identity not found/,
    cause: 'this machine has no managed identity, and nobody is signed in on it',
    nextStep: () => 'az login, or give it one: az vm identity assign --resource-group <group> --name <machine>',
  },
  {
    sign: /Azure CLI could not be found/,
    cause: 'there are no Azure credentials, and az is not installed',
    nextStep: (situation) =>
      `install az (https://aka.ms/azure-cli) and run: ${signIn(situation)}; or export AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET`,
  },
];

const UNTOLD: Remedy = {
  sign: /^\b$/,
  cause: 'there are no usable Azure credentials',
  nextStep: ({ environment }) =>
    (environment['AZURE_TOKEN_CREDENTIALS'] ?? '') === ''
      ? 'see what is wrong with: az account get-access-token'
      : 'let every way to sign in be tried: unset AZURE_TOKEN_CREDENTIALS',
};

function signIn({ endpoint: { cloud }, tenant }: Situation): string {
  const login = `az login${tenant === undefined ? '' : ` --tenant ${tenant}`}`;
  return cloud === 'AzureCloud' ? login : `az cloud set --name ${cloud} && ${login}`;
}

/** The command that `az` itself tells us to run. */
function azCommand(text: string): string | undefined {
  return /^az login[\w "./:=-]*$/m.exec(text)?.[0].trim();
}

/** The code and its sentence, or else the line with the sign, or else what was tried last. */
function excerpt(text: string, sign: RegExp): string {
  const lines = text.replace(/^[^]*\nMore details:\n/, '').split('\n');
  const tried = lines.findLast((line) => TRIED.test(line)) ?? lines.join(' ');
  const line = lines.find((each) => CODE.test(each)) ?? lines.find((each) => sign.test(each)) ?? tried;
  return plainText(line.slice(Math.max(0, line.search(CODE))).replace(TRIED, ''));
}

const CODE = /AADSTS\d+/;
const TRIED = /^(?:\w*Error: )+/;
