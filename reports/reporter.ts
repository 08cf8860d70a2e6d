import type { AuditReport } from '../src/findings/report.ts';
import type { Style } from './style.ts';

/** A form of a finished audit. */
export interface Reporter {
  readonly id: string;
  /** Of a file that holds it: `.json`. */
  readonly extension: string;
  render(report: AuditReport, style: Style): string;
}
