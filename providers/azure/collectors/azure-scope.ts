import type { AzureSession } from '../session.ts';

/** One subscription, and who asks in it. */
export interface AzureScope {
  readonly session: AzureSession;
  readonly subscription: string;
}
