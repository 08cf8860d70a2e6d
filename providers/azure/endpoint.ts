import { UsageError } from '../../src/model/errors.ts';

/** Where Azure Resource Manager is asked, and what a token for it is. */
export interface ArmEndpoint {
  /** Without a slash at its end. */
  readonly url: string;
  /** The only place that may see the token. */
  readonly origin: string;
  /** It is on this machine: the token may go there in the clear, and must not go through a proxy. */
  readonly loopback: boolean;
  /** What the token must be good for. */
  readonly scope: string;
  /** Who issues tokens. */
  readonly authority: string;
  /** Nobody but the user vouches for who issues tokens. */
  readonly ownAuthority: boolean;
  /** What `az cloud set` calls it. */
  readonly cloud: Cloud['name'];
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Cloud {
  readonly name: 'AzureCloud' | 'AzureUSGovernment' | 'AzureChinaCloud';
  readonly endpoint: string;
  readonly authorities: readonly string[];
}

const PUBLIC: Cloud = {
  name: 'AzureCloud',
  endpoint: 'https://management.azure.com',
  authorities: ['https://login.microsoftonline.com', 'https://login.windows.net', 'https://login.microsoft.com'],
};
const CLOUDS: readonly Cloud[] = [
  PUBLIC,
  {
    name: 'AzureUSGovernment',
    endpoint: 'https://management.usgovcloudapi.net',
    authorities: ['https://login.microsoftonline.us'],
  },
  {
    name: 'AzureChinaCloud',
    endpoint: 'https://management.chinacloudapi.cn',
    authorities: ['https://login.chinacloudapi.cn', 'https://login.partner.microsoftonline.cn'],
  },
];

/**
 * Chooses the endpoint: the one that is named, else that of the cloud whose authority is set, else the public one.
 *
 * A token of one cloud means nothing in another, so the authority and the scope follow the endpoint. An endpoint that is
 * no cloud's own is asked with a token of the cloud whose authority is set.
 */
export function armEndpoint(named: string | undefined, environment: Environment): ArmEndpoint {
  const set = environment['AZURE_AUTHORITY_HOST'] ?? '';
  const authority = set === '' ? undefined : authorityOf(set);
  const issuer = CLOUDS.find(({ authorities }) => authority !== undefined && authorities.includes(authority));
  const url = named === undefined || named === '' ? new URL((issuer ?? PUBLIC).endpoint) : parseEndpoint(named);
  const cloud = CLOUDS.find(({ endpoint }) => isWithin(url, new URL(endpoint))) ?? issuer ?? PUBLIC;
  const [own = ''] = cloud.authorities;
  return {
    url: url.href.replace(/\/+$/, ''),
    origin: url.origin,
    loopback: isLoopback(url),
    scope: `${cloud.endpoint}/.default`,
    authority: authority ?? own,
    ownAuthority: authority !== undefined && issuer === undefined,
    cloud: cloud.name,
  };
}

function parseEndpoint(named: string): URL {
  const nextStep = `use one of ${CLOUDS.map(({ endpoint }) => endpoint).join(', ')}, or a proxy of your own over https`;
  const url = URL.parse(named);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError('--azure-endpoint is not an https URL', nextStep);
  }
  if (`${url.username}${url.password}${url.search}${url.hash}` !== '') {
    throw new UsageError('--azure-endpoint must be a bare URL, without a login, a query or a fragment', nextStep);
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new UsageError(`--azure-endpoint ${url.origin} would show the access token to the network`, nextStep);
  }
  return url;
}

function authorityOf(set: string): string {
  const url = URL.parse(set);
  if (url?.protocol === 'https:') return url.href.replace(/\/+$/, '');
  const known = CLOUDS.flatMap(({ authorities }) => authorities.slice(0, 1)).join(', ');
  throw new UsageError('AZURE_AUTHORITY_HOST is not an https URL', `set it to one of ${known}, or unset it`);
}

/** Regions of a cloud have names below its own. */
function isWithin(url: URL, cloud: URL): boolean {
  return url.hostname === cloud.hostname || url.hostname.endsWith(`.${cloud.hostname}`);
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
