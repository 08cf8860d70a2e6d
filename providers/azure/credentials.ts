import type { AccessToken, TokenCredential } from '@azure/identity';
import { UsageError } from '../../src/model/errors.ts';
import type { ArmEndpoint } from './endpoint.ts';
import { loadSdk } from './load-sdk.ts';

export interface CredentialSettings {
  readonly endpoint: ArmEndpoint;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** An id, or one of the tenant's domains. */
  readonly tenant?: string;
  /** Ends the search. */
  readonly signal: AbortSignal;
}

/** The variable with a ready access token. */
export const TOKEN_VARIABLE = 'EXPOSURE_AZURE_ACCESS_TOKEN';
/** The command that makes one. */
export const EXPORT_TOKEN = `export ${TOKEN_VARIABLE}="$(az account get-access-token --query accessToken --output tsv)"`;
/** The whole search. It asks a metadata service that may not be there, and starts other programs. */
const SEARCH_TIMEOUT_MS = 30_000;
/** One of these programs, such as `az`. */
const PROGRAM_TIMEOUT_MS = 15_000;
/** Other clouds answer at the metadata service's address too, with an error that is taken for a reason to wait. */
const METADATA_RETRIES = 2;
const RENEW_BEFORE_MS = 120_000;
/** A token that is as good as expired from the start is still used for a while, since no better one is to be had. */
const SHORTEST_USE_MS = 30_000;

/**
 * Hands out the access token, one for all clients, and fetches another one shortly before it expires.
 *
 * A ready token in the environment is used as it stands. Else the search is the SDK's: environment, workload identity,
 * managed identity, and the sign-in of `az` and its like.
 */
export class Credentials {
  readonly #settings: CredentialSettings;
  readonly #ready: string | undefined;
  #held: AccessToken | undefined;
  #renewAt = 0;
  #credential: Promise<TokenCredential> | undefined;
  #fetching: Promise<string> | undefined;

  constructor(settings: CredentialSettings) {
    const { environment, tenant } = settings;
    if (tenant !== undefined && !/^[0-9a-z][0-9a-z.-]*$/i.test(tenant)) {
      throw new UsageError(
        `--tenant ${JSON.stringify(tenant)} is no tenant`,
        'give its id or its domain, as in: az account list --all --output table',
      );
    }
    this.#settings = settings;
    this.#ready = readyToken(environment);
  }

  /** What goes behind `Bearer`. */
  async token(): Promise<string> {
    if (this.#ready !== undefined) return this.#ready;
    if (this.#held !== undefined && Date.now() < this.#renewAt) return this.#held.token;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetch(): Promise<string> {
    const fetched = await this.#search().catch((error: unknown) => {
      if (this.#held === undefined || this.#held.expiresOnTimestamp <= Date.now()) throw error;
      return this.#held;
    });
    this.#held = fetched;
    this.#renewAt = Math.max(fetched.expiresOnTimestamp - RENEW_BEFORE_MS, Date.now() + SHORTEST_USE_MS);
    return fetched.token;
  }

  async #search(): Promise<AccessToken> {
    const { endpoint, signal } = this.#settings;
    const deadline = AbortSignal.timeout(SEARCH_TIMEOUT_MS);
    const abortSignal = AbortSignal.any([signal, deadline]);
    this.#credential ??= defaultCredential(this.#settings);
    const credential = await this.#credential;
    const found = await Promise.race([
      credential.getToken(endpoint.scope, { abortSignal }),
      stopOf(abortSignal, signal),
    ]);
    if (found === null) throw new Error('no credential of the chain gave a token');
    return found;
  }
}

function readyToken(environment: CredentialSettings['environment']): string | undefined {
  const token = environment[TOKEN_VARIABLE]?.trim() ?? '';
  if (token === '') return undefined;
  if (/^[\u0021-\u007e]+$/.test(token)) return token;
  throw new UsageError(`${TOKEN_VARIABLE} holds something that is no access token`, EXPORT_TOKEN);
}

/** The SDK looks at the variables of the process itself, and may throw while it does. */
async function defaultCredential({ endpoint, tenant }: CredentialSettings): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await loadSdk(() => import('@azure/identity'));
  return new DefaultAzureCredential({
    authorityHost: endpoint.authority,
    // An authority that nobody knows cannot be looked up at the public cloud's.
    disableInstanceDiscovery: endpoint.ownAuthority,
    processTimeoutInMs: PROGRAM_TIMEOUT_MS,
    retryOptions: { maxRetries: METADATA_RETRIES },
    ...(tenant === undefined ? {} : { tenantId: tenant }),
  });
}

/** Not every credential listens to the signal. */
function stopOf(both: AbortSignal, cancelled: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => {
      reject(cancelled.aborted ? new SearchStopped('AbortError') : new SearchStopped('TimeoutError'));
    };
    if (both.aborted) stop();
    else both.addEventListener('abort', stop, { once: true });
  });
}

class SearchStopped extends Error {
  override readonly name: 'AbortError' | 'TimeoutError';

  constructor(name: SearchStopped['name']) {
    super(name === 'AbortError' ? 'the search for credentials was cancelled' : TOOK_TOO_LONG);
    this.name = name;
  }
}

const TOOK_TOO_LONG = `no credentials were found within ${SEARCH_TIMEOUT_MS / 1_000} seconds`;
