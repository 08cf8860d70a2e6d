/** How sure we are that an endpoint fronts AI. */
export type Level = 'confirmed' | 'likely' | 'suspected' | 'none';

export type Category =
  | 'model-server'
  | 'inference-gateway'
  | 'agent-or-mcp'
  | 'ai-app-ui'
  | 'vector-db'
  | 'notebook'
  | 'ml-pipeline'
  | 'gpu-cluster'
  | 'managed-ai';

/** What a workload does with models: answers with one, calls one for its callers, or keeps what one is told. */
export type AiRole = 'serves' | 'calls' | 'stores';

/** What answers at an endpoint, how sure we are, and every signal that says so. */
export interface Classification {
  readonly level: Level;
  /** 0 to 1, rounded to four places. */
  readonly probability: number;
  readonly product?: { readonly id: string; readonly name: string };
  readonly category?: Category;
  readonly role?: AiRole;
  /** What the product's defaults say of a login; a sentence about the product, not about this host. */
  readonly loginByDefault?: 'none' | 'optional' | 'required' | 'unknown';
  /** Signals that contradict each other: shown, and never above `likely`. */
  readonly conflicting: boolean;
  readonly signals: readonly WeightedSignal[];
}

/** One signal as it was counted. */
export interface WeightedSignal {
  /** The group whose copies count once: `image`, `port`, `name`, `path`, `accelerator` … */
  readonly group: string;
  /** What was seen: `image ollama/ollama`, `port 11434`. */
  readonly value: string;
  /** Where: `ec2:DescribeInstances InstanceType`. */
  readonly source: string;
  /** Natural-log likelihood ratio before attribution. */
  readonly weight: number;
  /** 0 to 1: how surely it speaks of the process that answers. */
  readonly attribution: number;
  /** What it adds to the log-odds, after attribution, group rule and caps. */
  readonly contribution: number;
  readonly product?: string;
}
