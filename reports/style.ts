/** How a stretch of text may stand out. Nothing is told by it alone, so that a plain report says the same. */
export type Emphasis = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'strong' | 'faint' | 'good';

/** Dresses text for a terminal; injected, because whether there is one is not a report's business. */
export type Style = (emphasis: Emphasis, text: string) => string;

export const PLAIN: Style = (_, text) => text;
