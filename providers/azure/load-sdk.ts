type Load = <Module>(load: () => Promise<Module>) => Promise<Module>;

/**
 * Lets one import of an SDK finish before the next one starts.
 *
 * Some of the SDKs are CommonJS and some are not. Loaded at once they race for what they share, and Node refuses that. What
 * is loaded is the whole process's, so every session waits in this one queue.
 */
export const loadSdk: Load = inTurn();

function inTurn(): Load {
  let last: Promise<unknown> = Promise.resolve();
  return (load) => {
    const loaded = last.then(load);
    last = loaded.catch(() => undefined);
    return loaded;
  };
}
