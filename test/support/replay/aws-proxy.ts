import type { RawHttp, Reply } from '../loopback.ts';
import type { Fault } from './faults.ts';
import { type LoopbackServer, startFront } from './front.ts';
import type { WireCall } from './wire-call.ts';
import { responseXml } from './wire-xml.ts';

export interface ProxySettings {
  /** Where requests go on to. */
  readonly upstream: string;
  readonly faults?: readonly Fault[];
  /** Answers what the server behind cannot; undefined passes the call on. */
  readonly supply?: (call: WireCall) => unknown;
}

/** Stands in front of another AWS-like server: adds what that one lacks, spoils what is to be spoiled, logs the calls. */
export function startAwsProxy({ upstream, faults, supply }: ProxySettings): Promise<LoopbackServer> {
  return startFront({
    ownAccount: 'upstream',
    faults,
    elsewhere: (raw) => forward(upstream, raw),
    handle: (call, raw) => {
      const supplied = supply?.(call);
      if (supplied === undefined) return forward(upstream, raw);
      return { status: 200, body: responseXml(call.operation, supplied) };
    },
  });
}

/** The two Block Public Access calls as AWS answers them for an account that never turned it on. */
export function blockPublicAccessOff({ call, account, region }: WireCall): unknown {
  if (call === 'ec2:DescribeVpcBlockPublicAccessExclusions') return { VpcBlockPublicAccessExclusions: [] };
  if (call !== 'ec2:DescribeVpcBlockPublicAccessOptions') return undefined;
  const options = {
    AwsAccountId: account,
    AwsRegion: region,
    State: 'default-state',
    InternetGatewayBlockMode: 'off',
    ExclusionsAllowed: 'allowed',
    ManagedBy: 'account',
  };
  return { VpcBlockPublicAccessOptions: options };
}

const OWN_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect']);

async function forward(upstream: string, { method, path, headers, body }: RawHttp): Promise<Reply> {
  const response = await fetch(new URL(path, upstream), {
    method,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name))),
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  });
  const type = response.headers.get('content-type');
  return {
    status: response.status,
    body: Buffer.from(await response.arrayBuffer()),
    ...(type === null ? {} : { type }),
  };
}
