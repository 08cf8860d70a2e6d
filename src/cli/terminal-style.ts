import { styleText } from 'node:util';
import { type Emphasis, PLAIN, type Style } from '../../reports/style.ts';

const FORMATS: Readonly<Record<Emphasis, Parameters<typeof styleText>[0]>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'gray',
  strong: 'bold',
  faint: 'dim',
  good: 'green',
};

/** Colour if the stream is a terminal that wants it; `NO_COLOR`, `FORCE_COLOR` and a dumb terminal are honoured. */
export function terminalStyle(stream: NodeJS.WriteStream, { colour }: { readonly colour: boolean }): Style {
  if (!colour || process.env['TERM'] === 'dumb') return PLAIN;
  return (emphasis, text) => styleText(FORMATS[emphasis], text, { stream });
}
