import { aws } from '../../providers/aws/index.ts';
import { azure } from '../../providers/azure/index.ts';
import { estateAnswers } from './estate.ts';
import { azureAnswers } from './estate-azure.ts';

const INTERFACES_PER_SUBSCRIPTION = 20_000;

/** An invented estate of each cloud, as its own answers. */
export const ESTATES = {
  aws: { provider: aws, answersOf: (interfaces: number) => estateAnswers({ interfaces }) },
  azure: {
    provider: azure,
    answersOf: (interfaces: number) =>
      azureAnswers({ interfaces, subscriptions: Math.max(1, Math.ceil(interfaces / INTERFACES_PER_SUBSCRIPTION)) }),
  },
} as const;
