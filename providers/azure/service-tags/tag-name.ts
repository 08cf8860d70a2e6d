/** `AzureCloud.westeurope` is the part of `AzureCloud` that is in a region; `AzureFrontDoor.Backend` has a part that is none. */
export interface TagName {
  /** In lower case. */
  readonly service: string;
  /** In lower case, as Azure names regions; empty for the whole. */
  readonly part: string;
}

/**
 * Regions that Azure spells in two ways: `AzureCloud.centralfrance`, but `Storage.FranceCentral`.
 *
 * Source: the names in "Azure IP Ranges and Service Tags – Public Cloud".
 */
const OTHER_SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['brazilne', 'brazilnortheast'],
  ['brazilse', 'brazilsoutheast'],
  ['centralfrance', 'francecentral'],
  ['chilec', 'chilecentral'],
  ['germanyn', 'germanynorth'],
  ['germanywc', 'germanywestcentral'],
  ['norwaye', 'norwayeast'],
  ['norwayw', 'norwaywest'],
  ['southfrance', 'francesouth'],
  ['switzerlandn', 'switzerlandnorth'],
  ['switzerlandw', 'switzerlandwest'],
  ['usstagec', 'southcentralusstg'],
  ['usstagee', 'eastusstg'],
]);

/** Takes the name of a tag apart, whatever the case of its letters. */
export function parseTagName(tag: string): TagName {
  const [service = '', ...rest] = tag.trim().toLowerCase().split('.');
  const part = rest.join('.');
  return { service, part: OTHER_SPELLINGS.get(part) ?? part };
}

/** Whether a rule names a tag here, and not addresses or anyone. Every tag begins with a letter and holds no colon. */
export function isServiceTag(text: string): boolean {
  return /^[a-z][\w.-]*$/i.test(text.trim());
}
