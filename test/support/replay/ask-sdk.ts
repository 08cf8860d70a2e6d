import { EC2 } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancing } from '@aws-sdk/client-elastic-load-balancing';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { STS } from '@aws-sdk/client-sts';

/** The real clients, aimed at a server on loopback. */
export interface SdkClients {
  readonly ec2: EC2;
  readonly elb: ElasticLoadBalancing;
  readonly elbv2: ElasticLoadBalancingV2;
  readonly sts: STS;
}

export interface SdkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export function sdkClients(endpoint: string, region: string, credentials: SdkCredentials): SdkClients {
  const settings = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    ec2: new EC2(settings),
    elb: new ElasticLoadBalancing(settings),
    elbv2: new ElasticLoadBalancingV2(settings),
    sts: new STS(settings),
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** Makes a call by the name that a collection gives it, and reads the page as a file would hold it. */
export async function askPage(clients: SdkClients, call: string, request: Fields): Promise<Fields> {
  const [service = '', action = ''] = call.split(':');
  const client: unknown = Reflect.get(clients, service);
  if (typeof client !== 'object' || client === null) throw new Error(`${call}: no client`);
  const method: unknown = Reflect.get(client, `${action.charAt(0).toLowerCase()}${action.slice(1)}`);
  if (typeof method !== 'function') throw new Error(`${call}: the SDK has no such call`);
  const answer: unknown = await Reflect.apply(method, client, [request]);
  const page: unknown = JSON.parse(JSON.stringify(answer));
  if (!isFields(page)) throw new Error(`${call}: the answer is not an object`);
  return Object.fromEntries(Object.entries(page).filter(([name]) => name !== '$metadata'));
}

/** The pages of a call, to the last. */
export async function askPages(clients: SdkClients, call: string, request: Fields): Promise<readonly Fields[]> {
  const pages: Fields[] = [];
  let token: Fields = {};
  for (;;) {
    const { NextToken, NextMarker, ...page } = await askPage(clients, call, { ...request, ...token });
    pages.push(page);
    if (NextToken === undefined && NextMarker === undefined) return pages;
    token = NextToken === undefined ? { Marker: NextMarker } : { NextToken };
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
