/**
 * What each kind of signal is worth, in natural-log units: 1 is about 2.7 to 1, 3 is 20 to 1, 4.6 is 100 to 1.
 *
 * Where a count is given it was taken from 1,517 packaged applications labelled by hand, 99 of them AI. The
 * rest is judgement, kept in one place so that a measurement can replace it.
 */
export const WEIGHTS = {
  /** One in twenty of the endpoints that a stranger can reach fronts AI; the sample has one in fourteen. */
  prior: -2.94,

  /** True by definition: the cloud runs a model there. */
  managedType: 12,

  /**
   * 63 of 99 against 0 of 1,418, which is 7.5, and a tenth more, so that it can confirm by itself: it was right
   * whenever it did. Anybody could choose the path, but nobody disguises as a model server.
   */
  officialImage: 7.6,
  /** The same path behind a cache: three quarters, because a private project may be called likewise. */
  mirroredImage: 5.7,
  /** A product's word in a private path may be a fork, a client or an exporter. */
  imageToken: 3,
  /** Training, batch jobs and build machines use the framework images as often as servers. */
  frameworkImage: 2.5,
  /** The container that answers is known to be something else. */
  ordinaryImage: -4,
  /** The product's word with `exporter`, `client`, `db` after it: something that stands beside the product. */
  companion: 1,

  /** A start command is seldom wrong, but a health check or an init step may quote it: likely by itself. */
  productCommand: 7,

  /** 27 of 99 against 0 of 1,418, once the names that any application uses are left out. */
  envServes: 5,
  /** Another name with the product's prefix: integrations break this one now and then. */
  envPrefix: 2.5,
  /** The ratio in the sample is higher; in companies many ordinary services hold one key for one feature. */
  envProviders: [1.5, 2.2, 3.5],
  /** Calls a model framework, a vector store or one product. */
  envFramework: 1,
  envProductCall: 1,
  /** `EMBEDDING_MODEL` and the like, which any program may call its own settings. */
  envConcept: 0.7,
  /** Set by GPU base images, also of media servers. */
  envAccelerator: 1,

  /** No ordinary application of the sample uses a port that a product owns. */
  portHigh: 3,
  /** A handful of other programs is known on the port. */
  portMedium: 1,

  /** A path that only model servers and their fronts have; a rewrite to a service looks the same. */
  pathStrong: 4,
  /** Any scoring or report service may have it. */
  pathMedium: 1.5,
  /** A health check that one product or one protocol of model servers answers. */
  healthPath: 2,

  /** 62 of 99 against 4 of 1,418, but templates are named after products and estates are not. */
  nameStrong: 3,
  /** The word is also something else: it may only add to a product that another signal named. */
  nameAmbiguous: 0.5,

  /** Bought for models, or else for simulation. */
  acceleratorAi: 4,
  /** Shared by inference, desktops, rendering and video. */
  acceleratorDual: 2,
  /** Bought for screens. */
  acceleratorGraphics: 0.3,
  /** Asked for by the very container that answers; hardly anything but models and video does. */
  acceleratorContainer: 4.5,

  /** The product's word in the name of a marketplace or community image, which can lie. */
  machineImageProduct: 3.5,

  /** A model action that somebody wrote down by name. */
  identityAction: 3,
  /** A ready-made role for AI services, often attached without need. */
  identityRole: 2.5,
} as const;

/** Each group is one kind of mistake: its copies are one fact, and it cannot say more than this. */
export const GROUP_CAPS = {
  'managed-type': 12,
  image: 7.6,
  command: 7,
  'env-serves': 5,
  'env-calls': 3.5,
  port: 3,
  path: 4,
  name: 3,
  accelerator: 4.5,
  'machine-image': 4,
  identity: 3,
} as const;

export type Group = keyof typeof GROUP_CAPS;

/** The second largest signal of a group counts a quarter, the others nothing. */
export const SECOND_OF_GROUP = 0.25;

/** Image, command and environment come from one definition: the largest counts in full, the others half. */
export const ONE_DEFINITION: readonly Group[] = ['image', 'command', 'env-serves'];
export const REST_OF_DEFINITION = 0.5;

/** A range opens ports, it does not name them: up to this many are named, up to that many half. */
export const NAMED_PORTS = 4;
export const HALF_NAMED_PORTS = 100;
export const HALF_NAMED = 0.5;

/** The least probability of a level. */
export const LEVELS = { confirmed: 0.99, likely: 0.8, suspected: 0.3 } as const;

/** One of these by itself is never more than suspected, whatever the arithmetic says. */
export const WEAK_ALONE: readonly Group[] = ['port', 'name', 'accelerator', 'machine-image'];

/** A product that is AI this surely is AI whatever it is used for, so its name may confirm. */
export const AI_BY_NATURE = 0.9;

/** How far a product must lead the next one to be named, and how large a contradiction is shown. */
export const LEAD = 2;
export const CONTRADICTION = 2;

/** The surest that a workload gets by the name of a product, since fingerprints err too. */
export const SUREST_BY_PRODUCT = 0.99;
