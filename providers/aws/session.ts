import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { EC2 } from '@aws-sdk/client-ec2';
import type { ElasticLoadBalancing } from '@aws-sdk/client-elastic-load-balancing';
import type { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { STS, STSClientConfig } from '@aws-sdk/client-sts';
import { UsageError } from '../../src/model/errors.ts';
import { checkRoot } from './check-root.ts';
import { type Profile, readProfiles } from './shared-config.ts';

/** The clients of one account and region. */
export interface AwsClients {
  readonly ec2: EC2;
  readonly elb: ElasticLoadBalancing;
  readonly elbv2: ElasticLoadBalancingV2;
}

/** Someone to ask as: the session itself, or a role that it assumes in an account. */
export interface AwsCaller {
  /** The ARN of the role; absent for the session itself. */
  readonly role?: string;
  readonly sts: STS;
  readonly clients: (region: string) => AwsClients;
}

export interface AwsSession {
  /** Where accounts are asked about themselves, and the region to fall back to. */
  readonly homeRegion: string;
  /** The profile in use, if it is one of the shared files. */
  readonly profile?: Profile;
  /** The names of all profiles of the shared files. */
  readonly profiles: readonly string[];
  readonly callers: readonly AwsCaller[];
  /** Closes the connections, which would else keep the process alive. */
  readonly close: () => void;
}

export interface SessionOptions {
  readonly profile?: string;
  /** The regions that the user named. */
  readonly regions: readonly string[];
  /** ARNs of roles, one an account. None: the session's own account. */
  readonly roles: readonly string[];
  readonly environment: Environment;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** An unreachable region must fail within seconds. */
const CONNECT_TIMEOUT_MS = 3_000;
/** Every account of the public cloud has it. The other partitions know nothing of its credentials. */
const DEFAULT_REGION = 'us-east-1';
const OTHER_PARTITION = /^(?:cn|us-gov|us-iso[a-z]?|eusc|eu-isoe)-/;

/**
 * Finds credentials the way the AWS tools do, and builds every client from them.
 *
 * The order is the SDK's: environment, shared files and single sign-on, web identity, container, instance. Nothing is
 * asked of AWS yet. `AWS_ENDPOINT_URL` and its like are honoured by the SDK itself.
 */
export async function openSession(options: SessionOptions): Promise<AwsSession> {
  const { environment, roles, profile: wanted } = options;
  const profiles = await readProfiles(environment);
  const name = wanted ?? environment['AWS_PROFILE'] ?? 'default';
  const profile = profiles.get(name);
  const names = [...profiles.keys()].sort();
  if (wanted !== undefined && profile === undefined) throw unknownProfile(wanted, names);
  const homeRegion = regionOf(environment) ?? profile?.region ?? defaultRegion(options.regions);
  const makers = await loadMakers();
  const wire = openWire(environment);
  const own = makers.ownCredentials(wanted, { region: homeRegion, ...wire.settings });
  const identities = roles.length === 0 ? [undefined] : roles;
  const callers = identities.map((role): AwsCaller => {
    const settings = { ...wire.settings, credentials: makers.credentialsOf(role, own, homeRegion) };
    const sts = makers.sts({ ...settings, region: homeRegion });
    // The client keeps what it got until it expires. Handed on, it is fetched once and not once a region.
    const shared = { ...settings, credentials: sts.config.credentials };
    const clients = (region: string): AwsClients => makers.clients({ ...shared, region });
    return { sts, clients, ...(role === undefined ? {} : { role }) };
  });
  return { homeRegion, profiles: names, callers, close: wire.close, ...(profile === undefined ? {} : { profile }) };
}

function regionOf(environment: Environment): string | undefined {
  return environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
}

/** A region that the user named may be misspelt, so it is trusted only to tell the partition. */
function defaultRegion(named: readonly string[]): string {
  return named.find((region) => OTHER_PARTITION.test(region)) ?? DEFAULT_REGION;
}

function unknownProfile(name: string, names: readonly string[]): UsageError {
  const found =
    names.length === 0 ? 'there are no profiles; make one with: aws configure' : `found: ${names.join(', ')}`;
  return new UsageError(`there is no AWS profile called ${name}`, `name another with --profile (${found})`);
}

const NEXT_TO_THE_WIRE = { step: 'deserialize', priority: 'low', name: 'checkRoot' } as const;

type Settings = ReturnType<typeof openWire>['settings'];
type Credentials = NonNullable<STSClientConfig['credentials']>;
type ClientSettings = Settings & { readonly region: string; readonly credentials: Credentials };

/** How every client talks: one attempt each, since the runner retries, and over shared connections. */
function openWire(environment: Environment) {
  // Node's agents read the proxy variables themselves, if they are told to.
  const options = { keepAlive: true, proxyEnv: { ...environment } };
  const httpAgent = new HttpAgent(options);
  const httpsAgent = new HttpsAgent(options);
  const close = (): void => {
    httpAgent.destroy();
    httpsAgent.destroy();
  };
  // A service that connects and then says nothing is left to the runner, which bounds the whole attempt.
  const requestHandler = { connectionTimeout: CONNECT_TIMEOUT_MS, httpAgent, httpsAgent };
  return { settings: { maxAttempts: 1, retryMode: 'standard', requestHandler, customUserAgent: 'exposure' }, close };
}

/** Loads the SDK, which takes longer than all the rest of a start, and makes clients with it. */
async function loadMakers() {
  const [{ EC2 }, { ElasticLoadBalancing }, { ElasticLoadBalancingV2 }, { STS }, credentials] = await Promise.all([
    import('@aws-sdk/client-ec2'),
    import('@aws-sdk/client-elastic-load-balancing'),
    import('@aws-sdk/client-elastic-load-balancing-v2'),
    import('@aws-sdk/client-sts'),
    import('@aws-sdk/credential-providers'),
  ]);
  return {
    sts: (settings: ClientSettings): STS => new STS(settings),
    clients(settings: ClientSettings): AwsClients {
      const ec2 = new EC2(settings);
      const elb = new ElasticLoadBalancing(settings);
      const elbv2 = new ElasticLoadBalancingV2(settings);
      ec2.middlewareStack.add(checkRoot, NEXT_TO_THE_WIRE);
      elb.middlewareStack.add(checkRoot, NEXT_TO_THE_WIRE);
      elbv2.middlewareStack.add(checkRoot, NEXT_TO_THE_WIRE);
      return { ec2, elb, elbv2 };
    },
    ownCredentials(profile: string | undefined, clientConfig: Settings & { readonly region: string }): Credentials {
      return credentials.fromNodeProviderChain({ clientConfig, ...(profile === undefined ? {} : { profile }) });
    },
    credentialsOf(role: string | undefined, own: Credentials, region: string): Credentials {
      if (role === undefined) return own;
      const params = { RoleArn: role, RoleSessionName: 'exposure' };
      return credentials.fromTemporaryCredentials({ masterCredentials: own, params, clientConfig: { region } });
    },
  };
}
