/** A token says where to go on, and to which question it belongs. */
export function tokenOf(offset: number, owner: string): string {
  return Buffer.from(`${offset} ${owner}`).toString('base64url');
}

/** Where to go on; undefined if the token belongs to another question or is none. */
export function offsetOf(token: string, owner: string): number | undefined {
  const [, offset, of] = /^(\d+) (.+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  return of === owner && offset !== undefined ? Number(offset) : undefined;
}
