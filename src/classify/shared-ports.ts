/**
 * Ports that all and sundry use: no product owns them, so they count for nothing.
 *
 * In the sample the likelihood ratios of 80, 3000, 5000, 8000, 8080, 8081, 8090 and 9000 lie between 0.4 and 1.3.
 */
export const SHARED_PORTS: ReadonlySet<number> = new Set([
  ...[20, 21, 22, 23, 25, 53, 80, 110, 143, 389, 443, 445, 465, 587, 636, 993, 995],
  ...[1433, 1521, 2375, 2376, 2379, 3000, 3001, 3306, 3389, 5000, 5001, 5173, 5432, 5900, 6379, 6443],
  ...[7000, 7001, 8000, 8001, 8002, 8008, 8080, 8081, 8082, 8090, 8443, 8880, 9000, 9001, 9090, 9091, 9092],
  ...[9200, 9443, 10_250, 11_211, 27_017, 30_000, 50_051],
]);
