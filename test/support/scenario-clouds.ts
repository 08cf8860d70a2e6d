import { collect as collectAws } from '../../providers/aws/collect.ts';
import { aws } from '../../providers/aws/index.ts';
import { collect as collectAzure } from '../../providers/azure/collect.ts';
import { azure } from '../../providers/azure/index.ts';
import type { Provider } from '../../providers/provider.ts';
import type { Answer } from '../../src/collect/answer.ts';
import type { Proof } from '../../src/model/proof.ts';
import { startArmServer } from './arm/arm-server.ts';
import { answersSource } from './arm/arm-source.ts';
import { linesOf as awsLines } from './aws-judgement.ts';
import { linesOf as azureLines, proofsOf as azureProofs, shortName } from './azure-judgement.ts';
import { collectRequest, hastyClock } from './collect-request.ts';
import { proofsOf as awsProofs } from './proofs.ts';
import { startReplayServer } from './replay/replay-server.ts';

/** A cloud, as scenarios look at it. */
export interface ScenarioCloud {
  readonly provider: Provider;
  /** Brings the answers through the real SDK from a server on loopback. */
  readonly collected: (answers: readonly Answer[]) => Promise<readonly Answer[]>;
  readonly linesOf: (answers: Iterable<Answer>) => readonly string[];
  readonly proofsOf: (answers: Iterable<Answer>) => readonly Proof[];
  /** How a resource is called for short. */
  readonly shortName: (ref: string) => string;
}

const AWS: ScenarioCloud = {
  provider: aws,
  collected: async (answers) => {
    const server = await startReplayServer({ answers });
    return Array.fromAsync(collectAws(collectRequest(server.url), hastyClock())).finally(() => server.close());
  },
  linesOf: awsLines,
  proofsOf: awsProofs,
  shortName: (ref) => ref,
};

const AZURE: ScenarioCloud = {
  provider: azure,
  collected: async (answers) => {
    const server = await startArmServer({ source: answersSource(answers) });
    const request = collectRequest(server.url, {
      options: { 'azure-endpoint': [server.url] },
      environment: { EXPOSURE_AZURE_ACCESS_TOKEN: 'example' },
    });
    return Array.fromAsync(collectAzure(request, hastyClock())).finally(() => server.close());
  },
  linesOf: azureLines,
  proofsOf: azureProofs,
  shortName,
};

/** The cloud that answered. */
export function cloudOf(answers: readonly Answer[]): ScenarioCloud {
  return answers.every(({ call }) => azure.owns(call)) ? AZURE : AWS;
}
