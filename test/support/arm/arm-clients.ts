import type { CdnManagementClient } from '@azure/arm-cdn';
import type { ComputeManagementClient } from '@azure/arm-compute';
import type { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import type { ContainerServiceClient } from '@azure/arm-containerservice';
import type { NetworkManagementClient } from '@azure/arm-network';
import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import type { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import type { Pipeline, PipelinePolicy } from '@azure/core-rest-pipeline';

/** The real clients, aimed at a server on loopback. */
export interface ArmClients {
  readonly network: NetworkManagementClient;
  readonly compute: ComputeManagementClient;
  readonly containers: ContainerInstanceManagementClient;
  readonly clusters: ContainerServiceClient;
  readonly cdn: CdnManagementClient;
  readonly graph: ResourceGraphClient;
  readonly subscriptions: SubscriptionClient;
}

const SIGNED: PipelinePolicy = {
  name: 'signed',
  sendRequest: (request, next) => {
    request.headers.set('authorization', 'Bearer example');
    return next(request);
  },
};

/** The SDK itself sends no token without TLS, not even to loopback. */
function signed<Client extends { readonly pipeline: Pipeline }>(client: Client): Client {
  client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
  client.pipeline.addPolicy(SIGNED);
  return client;
}

/** Loads the packages one after another: some are CommonJS, and Node trips when both sorts load at once. */
export async function armClients(endpoint: string, subscription: string): Promise<ArmClients> {
  const credential = { getToken: () => Promise.resolve(null) };
  const options = { endpoint, allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };
  const { CdnManagementClient: Cdn } = await import('@azure/arm-cdn');
  const { ContainerInstanceManagementClient: Containers } = await import('@azure/arm-containerinstance');
  const { ComputeManagementClient: Compute } = await import('@azure/arm-compute');
  const { ContainerServiceClient: Clusters } = await import('@azure/arm-containerservice');
  const { NetworkManagementClient: Network } = await import('@azure/arm-network');
  const { ResourceGraphClient: GraphClient } = await import('@azure/arm-resourcegraph');
  const { SubscriptionClient: Subscriptions } = await import('@azure/arm-resources-subscriptions');
  return {
    network: signed(new Network(credential, subscription, options)),
    compute: signed(new Compute(credential, subscription, options)),
    containers: signed(new Containers(credential, subscription, options)),
    clusters: signed(new Clusters(credential, subscription, options)),
    cdn: signed(new Cdn(credential, subscription, options)),
    graph: signed(new GraphClient(credential, options)),
    subscriptions: signed(new Subscriptions(credential, options)),
  };
}
