import type { Firewall } from '../model/firewall.ts';
import type { ConditionStage, FilterStage, Path, Stage } from '../model/path.ts';

/**
 * Makes things that are equal once.
 *
 * The engine compiles each object once, so what a hundred thousand interfaces share must be the same object for all
 * of them.
 */
export class Interner {
  readonly #stages = new Map<string, Stage>();
  readonly #firewalls = new Map<string, Firewall>();
  readonly #paths = new Map<string, Path>();
  readonly #ids = new Map<object, number>();

  /** One path for each sequence of stages. */
  path(stages: readonly Stage[]): Path {
    let key = '';
    for (const stage of stages) key += `${this.idOf(stage)},`;
    return once(this.#paths, key, () => ({ stages }));
  }

  /** `place` is whatever tells apart things of one name: ids repeat in emulators and examples. */
  condition(place: object, stage: Omit<ConditionStage, 'kind'>): Stage {
    const { element, holds, rule, latent, missing } = stage;
    const key = `${element.kind}|${element.ref}|${holds}|${rule}|${latent ?? ''}|${missing.join()}`;
    return once(this.#stages, this.keyAt(place, key), () => ({ kind: 'condition', ...stage }));
  }

  filter(stage: Omit<FilterStage, 'kind'>): Stage {
    const { firewalls, role, direction, remote } = stage;
    const who = remote === 'wire' ? remote : `${remote.exact} ${remote.ranges.join()} ${remote.missing?.join() ?? ''}`;
    const key = ['filter', role, direction, who, ...firewalls.map((firewall) => this.idOf(firewall))].join('|');
    return once(this.#stages, key, () => ({ kind: 'filter', ...stage }));
  }

  /** Any other stage, by a key that tells it from all others of the same place. */
  stage(place: object, key: string, make: () => Stage): Stage {
    return once(this.#stages, this.keyAt(place, key), make);
  }

  firewall(place: object, key: string, make: () => Firewall): Firewall {
    return once(this.#firewalls, this.keyAt(place, key), make);
  }

  keyAt(place: object, key: string): string {
    return `${this.idOf(place)}|${key}`;
  }

  idOf(thing: object): number {
    const known = this.#ids.get(thing);
    if (known !== undefined) return known;
    this.#ids.set(thing, this.#ids.size);
    return this.#ids.size - 1;
  }
}

/** Looks a thing up, and makes it if it is not there. */
export function once<K, T>(known: Map<K, T>, key: K, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
