/** Reads JSON; undefined if it is none. The value is wrapped, since `null` is JSON too. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}
