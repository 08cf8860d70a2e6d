const LONGEST = 500;

/** A message of Azure on one line, without tokens, and without the ids that only its support can use. */
export function plainText(text: string): string {
  return text
    .replaceAll(/\beyJ[\w-]{10,}(?:\.[\w-]*)*/g, '(a token)')
    .replaceAll(/\b(Bearer)\s+[\w.~+/-]+=*/gi, '$1 (a token)')
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s-]*(?:Trace|Correlation) ID: .*$/, '')
    .trim()
    .slice(0, LONGEST);
}
