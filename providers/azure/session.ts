import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { CdnManagementClient } from '@azure/arm-cdn';
import type { ComputeManagementClient } from '@azure/arm-compute';
import type { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import type { ContainerServiceClient } from '@azure/arm-containerservice';
import type { NetworkManagementClient } from '@azure/arm-network';
import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import type { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import type { Pipeline } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { Answer } from '../../src/collect/answer.ts';
import type { Page, PageRequest } from '../../src/collect/collector.ts';
import type { CredentialsError } from '../../src/model/errors.ts';
import { Credentials } from './credentials.ts';
import { refusalAdvice, searchAdvice } from './credentials-advice.ts';
import { type ArmEndpoint, armEndpoint } from './endpoint.ts';
import { loadSdk } from './load-sdk.ts';
import { type JsonObject, type Paged, RawAnswers, type RawReply } from './raw-answers.ts';

/** The clients of all subscriptions, each made when it is first wanted, and what was really answered to them. */
export interface AzureSession {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly network: (subscription: string) => Promise<NetworkManagementClient>;
  readonly compute: (subscription: string) => Promise<ComputeManagementClient>;
  readonly containerService: (subscription: string) => Promise<ContainerServiceClient>;
  readonly containerInstance: (subscription: string) => Promise<ContainerInstanceManagementClient>;
  readonly cdn: (subscription: string) => Promise<CdnManagementClient>;
  readonly resourceGraph: () => Promise<ResourceGraphClient>;
  readonly subscriptions: () => Promise<SubscriptionClient>;
  /** One page of a list, as REST prints it. The signal need not be handed to the SDK. */
  readonly rawPage: (list: Paged, page: PageRequest) => Promise<Page>;
  /** One answer as REST prints it, with its headers; `list` names a key that must hold a list. */
  readonly rawReply: (
    ask: () => PromiseLike<unknown>,
    page: Pick<PageRequest, 'signal'>,
    list?: string,
  ) => Promise<RawReply>;
  readonly rawAnswer: (
    ask: () => PromiseLike<unknown>,
    page: Pick<PageRequest, 'signal'>,
    list?: string,
  ) => Promise<JsonObject>;
  /** What to tell somebody whose very first call was refused. */
  readonly refusal: (error: NonNullable<Answer['error']>) => CredentialsError;
  /** Closes the connections, which would else keep the process alive. */
  readonly close: () => void;
}

export interface SessionOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly tenant?: string;
  /** As the user wrote it. */
  readonly endpoint?: string;
  readonly signal: AbortSignal;
}

/** Finds credentials the way the Azure tools do, and builds every client from them. */
export async function openSession(options: SessionOptions): Promise<AzureSession> {
  const { environment, signal, tenant } = options;
  const endpoint = armEndpoint(options.endpoint ?? environment['EXPOSURE_AZURE_ENDPOINT'], environment);
  const situation = { endpoint, environment, ...(tenant === undefined ? {} : { tenant }) };
  const credentials = new Credentials({ ...situation, signal });
  await credentials.token().catch((error: unknown) => {
    // If the run was cancelled, each call will say so.
    if (!signal.aborted) throw searchAdvice(error, situation);
  });
  const raw = new RawAnswers(endpoint, () => credentials.token());
  const agent = agentFor(endpoint, environment);
  return {
    endpoint: endpoint.url,
    ...makersOf(settingsOf(endpoint, agent, raw)),
    rawPage: (list, page) => raw.page(list, page),
    rawReply: (ask, page, list) => raw.reply(ask, page, list),
    rawAnswer: async (ask, page, list) => (await raw.reply(ask, page, list)).body,
    refusal: (error) => refusalAdvice(error, situation),
    close: () => {
      agent.destroy();
    },
  };
}

type Settings = ReturnType<typeof settingsOf>;

/** How every client talks: one attempt each, since the runner retries, and over shared connections. */
function settingsOf(endpoint: ArmEndpoint, agent: HttpAgent, { policy }: RawAnswers) {
  return {
    endpoint: endpoint.url,
    agent,
    allowInsecureConnection: endpoint.loopback,
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: 'exposure' },
    additionalPolicies: [{ policy, position: 'perRetry' as const }],
  };
}

function agentFor({ loopback, origin }: ArmEndpoint, environment: SessionOptions['environment']): HttpAgent {
  // Node's agents read the proxy variables themselves, if they are told to.
  const options = { keepAlive: true, ...(loopback ? {} : { proxyEnv: { ...environment } }) };
  return origin.startsWith('http:') ? new HttpAgent(options) : new HttpsAgent(options);
}

/** Loads each SDK when it is first wanted, which takes longer than all the rest of a start, and makes clients with it. */
function makersOf(settings: Settings) {
  return {
    network: eachOnce(async (subscription) => {
      const { NetworkManagementClient } = await loadSdk(() => import('@azure/arm-network'));
      return ours(new NetworkManagementClient(NOBODY, subscription, settings));
    }),
    compute: eachOnce(async (subscription) => {
      const { ComputeManagementClient } = await loadSdk(() => import('@azure/arm-compute'));
      return ours(new ComputeManagementClient(NOBODY, subscription, settings));
    }),
    containerService: eachOnce(async (subscription) => {
      const { ContainerServiceClient } = await loadSdk(() => import('@azure/arm-containerservice'));
      return ours(new ContainerServiceClient(NOBODY, subscription, settings));
    }),
    containerInstance: eachOnce(async (subscription) => {
      const { ContainerInstanceManagementClient } = await loadSdk(() => import('@azure/arm-containerinstance'));
      return ours(new ContainerInstanceManagementClient(NOBODY, subscription, settings));
    }),
    cdn: eachOnce(async (subscription) => {
      const { CdnManagementClient } = await loadSdk(() => import('@azure/arm-cdn'));
      return ours(new CdnManagementClient(NOBODY, subscription, settings));
    }),
    resourceGraph: eachOnce(async () => {
      const { ResourceGraphClient } = await loadSdk(() => import('@azure/arm-resourcegraph'));
      return ours(new ResourceGraphClient(NOBODY, settings));
    }),
    subscriptions: eachOnce(async () => {
      const { SubscriptionClient } = await loadSdk(() => import('@azure/arm-resources-subscriptions'));
      return ours(new SubscriptionClient(NOBODY, settings));
    }),
  };
}

/** The token is put on each request by our own policy, so the SDKs need nobody to ask. */
const NOBODY: TokenCredential = { getToken: () => Promise.resolve(null) };

/** Takes the SDK's own way to a token out, which refuses even loopback without TLS. */
function ours<Client extends { readonly pipeline: Pipeline }>(client: Client): Client {
  client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
  return client;
}

function eachOnce<Client>(make: (subscription: string) => Promise<Client>): (subscription?: string) => Promise<Client> {
  const made = new Map<string, Promise<Client>>();
  return (subscription = '') => {
    const client = made.get(subscription) ?? make(subscription);
    made.set(subscription, client);
    return client;
  };
}
