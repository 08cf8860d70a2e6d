/** A machine image that was made for accelerators, by whoever may say so. */
interface MachineImage {
  readonly pattern: RegExp;
  readonly weight: number;
}

/**
 * Names of machine images, with what they are worth; the first that matches decides.
 *
 * A name is preceded by the alias of its owner, where the cloud vouches for one: `amazon/Deep Learning …`,
 * `publisher:offer:sku`, `projects/<project>/global/images/<name>`. Only then it counts in full, since
 * anyone may give a copy the same name.
 */
const MACHINE_IMAGES: readonly MachineImage[] = [
  // Amazon: the deep learning images, then the GPU images of the container services.
  { pattern: /^amazon\/deep learning\b/, weight: 4 },
  { pattern: /^(?:[^/]+\/)?deep learning\b.*\bami\b/, weight: 3 },
  { pattern: /^(?:amazon\/)?(?:amzn2-ami-ecs-(?:gpu|inf|neuron)|al2023-ami-ecs-(?:gpu|neuron))-/, weight: 2.5 },
  { pattern: /^(?:amazon\/)?amazon-eks-(?:gpu-node|node-al2023-(?:x86_64|arm64)-(?:nvidia|neuron))-/, weight: 2.5 },
  { pattern: /^(?:amazon\/)?bottlerocket-aws-(?:k8s|ecs)-[0-9.]+-nvidia/, weight: 2.5 },
  { pattern: /nvidia.*(?:gpu-optimized|ai enterprise|\bngc\b)|(?:gpu-optimized|\bngc\b).*nvidia/, weight: 3 },
  // Azure: publisher, offer and sku. The HPC image is bought for plain simulation as well.
  { pattern: /^microsoft-dsvm:ubuntu-hpc\b/, weight: 2 },
  { pattern: /^(?:microsoft-dsvm|microsoft-ads|nvidia):/, weight: 3 },
  { pattern: /^almalinux:almalinux-hpc\b/, weight: 1 },
  // Google: the project that publishes the image.
  { pattern: /^(?:.*\bprojects\/)?(?:deeplearning-platform-release|cloud-notebooks-managed)\//, weight: 4 },
  { pattern: /^(?:.*\bprojects\/)?nvidia-ngc-public\//, weight: 3 },
  { pattern: /^(?:.*\bprojects\/)?(?:ubuntu-os-accelerator-images|rocky-linux-accelerator-cloud)\//, weight: 2 },
  // Anyone's image with the GPU driver in its name.
  { pattern: /(?:^|[^a-z0-9])nvidia(?:[^a-z0-9]|$)/, weight: 2.5 },
];

/** What the name of a machine image is worth; undefined if it says nothing of accelerators. */
export function machineImageWeight(name: string): number | undefined {
  const text = name.toLowerCase();
  return MACHINE_IMAGES.find(({ pattern }) => pattern.test(text))?.weight;
}
