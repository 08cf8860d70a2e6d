import { registerHooks } from 'node:module';

/** Preloaded into a process, tells on stderr at its end which packages were loaded. */
const packages = new Set<string>();

registerHooks({
  load(url, context, nextLoad) {
    const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url)?.[1];
    if (name !== undefined) packages.add(name);
    return nextLoad(url, context);
  },
});

process.on('exit', () => {
  process.stderr.write(`packages ${JSON.stringify([...packages].sort())}\n`);
});
