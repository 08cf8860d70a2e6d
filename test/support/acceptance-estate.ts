import {
  type Host,
  inRegion,
  type Lab,
  makeAcl,
  makeBalancer,
  makeGpuImage,
  makeGroup,
  makeHost,
  makeSubnet,
  makeVpc,
  TO_INTERNET,
} from './aws-lab.ts';

/** Three exposed AI services, and four that only look like one. */
export interface AcceptanceEstate {
  readonly ollama: Host;
  readonly vllm: Host;
  readonly vllmBalancer: string;
  readonly jupyter: Host;
  readonly lookAlikes: {
    /** A public address and an open port, in a subnet without a way back. */
    readonly noRoute: Host;
    /** Behind a network ACL that denies the port. */
    readonly walled: Host;
    /** Behind a load balancer that is internal. */
    readonly internal: Host;
    readonly internalBalancer: string;
    /** Open to everyone, and no AI: a web server on a port that model servers like, too. */
    readonly web: Host;
  };
}

/** Seeds the estate in the lab's region, and a quiet bastion in a second one. */
export async function seedAcceptance(lab: Lab, secondRegion: string): Promise<AcceptanceEstate> {
  const vpc = await makeVpc(lab);
  const a = await makeSubnet(lab, vpc, { number: 1, zone: 'a', routes: TO_INTERNET });
  const b = await makeSubnet(lab, vpc, { number: 2, zone: 'b', routes: TO_INTERNET });
  const walledSubnet = await makeSubnet(lab, vpc, { number: 3, routes: TO_INTERNET });
  const closed = await makeSubnet(lab, vpc, { number: 4 });
  await makeAcl(lab, vpc, walledSubnet, [
    'in 90 deny tcp 11434 from 0.0.0.0/0',
    'in 100 allow all from 0.0.0.0/0',
    'out 100 allow all to 0.0.0.0/0',
  ]);
  const ollamaGroup = await makeGroup(lab, vpc, 'ollama', ['tcp 11434 from 0.0.0.0/0']);
  const frontGroup = await makeGroup(lab, vpc, 'front', ['tcp 80 from 0.0.0.0/0']);
  const vllmGroup = await makeGroup(lab, vpc, 'vllm', [`tcp 8000 from ${frontGroup}`]);
  const innerGroup = await makeGroup(lab, vpc, 'inner', ['tcp 8000 from 0.0.0.0/0']);
  const jupyterGroup = await makeGroup(lab, vpc, 'jupyter', ['tcp 8888 from ::/0']);
  const webGroup = await makeGroup(lab, vpc, 'web', ['tcp 8000 from 0.0.0.0/0']);
  const gpu = { type: 'g5.xlarge', imageId: await makeGpuImage(lab) } as const;
  const ollamaWish = { name: 'ollama', groups: [ollamaGroup], publicIp: true, ...gpu };
  const ollama = await makeHost(lab, { ...ollamaWish, subnetId: a });
  const vllm = await makeHost(lab, { ...gpu, name: 'vllm-llama', groups: [vllmGroup], subnetId: closed });
  const jupyter = await makeHost(lab, { name: 'jupyter', groups: [jupyterGroup], subnetId: a, ipv6: true, ...gpu });
  const front = await makeBalancer(lab, vpc, {
    name: 'vllm',
    type: 'application',
    scheme: 'internet-facing',
    subnets: [a, b],
    groups: [frontGroup],
    listener: 'HTTP 80 -> 8000',
    targets: [vllm.instanceId],
    healthPath: '/health',
  });
  const noRoute = await makeHost(lab, { ...ollamaWish, name: 'ollama-without-route', subnetId: closed });
  const walled = await makeHost(lab, { ...ollamaWish, name: 'ollama-walled', subnetId: walledSubnet });
  const internal = await makeHost(lab, { ...gpu, name: 'vllm-internal', groups: [innerGroup], subnetId: closed });
  const inner = await makeBalancer(lab, vpc, {
    name: 'vllm-internal',
    type: 'network',
    scheme: 'internal',
    subnets: [a],
    listener: 'TCP 80 -> 8000',
    targets: [internal.instanceId],
  });
  const web = await makeHost(lab, { name: 'shop', groups: [webGroup], subnetId: a, publicIp: true });
  await seedBastion(inRegion(lab, secondRegion));
  const lookAlikes = { noRoute, walled, internal, internalBalancer: inner.arn, web };
  return { ollama, vllm, vllmBalancer: front.arn, jupyter, lookAlikes };
}

async function seedBastion(lab: Lab): Promise<void> {
  const vpc = await makeVpc(lab);
  const subnetId = await makeSubnet(lab, vpc, { number: 1, routes: TO_INTERNET });
  const group = await makeGroup(lab, vpc, 'bastion', ['tcp 22 from 198.51.100.0/24']);
  await makeHost(lab, { name: 'bastion', groups: [group], subnetId, publicIp: true });
}
