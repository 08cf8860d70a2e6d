import { aws } from './aws/index.ts';
import { azure } from './azure/index.ts';
import type { Provider } from './provider.ts';

/** Every cloud, in the order in which help and reports name them. */
export const PROVIDERS: readonly Provider[] = [aws, azure];
