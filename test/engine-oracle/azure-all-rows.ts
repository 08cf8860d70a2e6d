import { BALANCER_ROWS } from './azure-balancer-rows.ts';
import { CORNER_ROWS } from './azure-corner-rows.ts';
import { EDGE_ROWS, FIREWALL_ROWS, GATEWAY_ROWS } from './azure-gateway-rows.ts';
import { DIRECT_ROWS, type OracleRow } from './azure-rows.ts';
import { TRAP_ROWS } from './azure-trap-rows.ts';

export const ALL_ROWS: readonly OracleRow[] = [
  ...DIRECT_ROWS,
  ...TRAP_ROWS,
  ...BALANCER_ROWS,
  ...GATEWAY_ROWS,
  ...FIREWALL_ROWS,
  ...EDGE_ROWS,
  ...CORNER_ROWS,
];
