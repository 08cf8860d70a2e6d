/** What stands for a secret that was not read. */
const LEFT_OUT = '…';

const SECRET = String.raw`[\w.-]*(?:api-?_?key|access-?_?key|secret|token|passw(?:or)?d|pwd|credential|auth)[\w.-]*`;

/** `--api-key`, alone: the secret is the next argument. */
const FLAG = new RegExp(`^--?${SECRET}$`, 'i');

/** `--api-key=…`, `--api-key …` and `API_KEY=…` inside one argument: a line for a shell. */
const ASSIGNED = new RegExp(
  String.raw`((?<![\w-])(?:--?${SECRET}(?:=|\s+)|${SECRET}=))(?:"[^"]*"|'[^']*'|[^\s"']+)`,
  'gi',
);

/** `https://user:password@host`. */
const LOGIN = /(:\/\/)[^\s/@]+@/g;

/** A command line without what looks like a secret: it says what runs, and that needs none. */
export function withoutSecrets(command: readonly string[]): readonly string[] {
  return command.map((argument, index) => {
    const flag = command[index - 1];
    if (flag !== undefined && FLAG.test(flag) && !argument.startsWith('-')) return LEFT_OUT;
    return argument.replace(ASSIGNED, `$1${LEFT_OUT}`).replace(LOGIN, `$1${LEFT_OUT}@`);
  });
}
