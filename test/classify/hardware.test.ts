import { describe, expect, test } from 'vitest';
import { acceleratorClass } from '../../src/classify/accelerators.ts';
import { machineImageWeight } from '../../src/classify/machine-images.ts';

describe('acceleratorClass', () => {
  test.for([
    ['ai', ['p6-b200.48xlarge', 'p6e-gb200.36xlarge', 'p5.4xlarge', 'p5en.48xlarge', 'p4d.24xlarge', 'p3.2xlarge']],
    ['ai', ['trn1.2xlarge', 'trn1n.32xlarge', 'trn2u.48xlarge', 'inf1.xlarge', 'inf2.xlarge', 'dl1.24xlarge']],
    [
      'dual',
      ['g4dn.xlarge', 'g5.xlarge', 'g5g.xlarge', 'g6.xlarge', 'g6f.large', 'gr6.4xlarge', 'g6e.xlarge', 'g7e.2xlarge'],
    ],
    ['graphics', ['g3s.xlarge', 'g4ad.xlarge']],
    ['none', ['f2.6xlarge', 'vt1.3xlarge', 'Standard_NP10s']],
    ['ai', ['Standard_ND96isr_H100_v5', 'Standard_NC24ads_A100_v4', 'Standard_NC40ads_H100_v5', 'Standard_NC6s_v3']],
    ['dual', ['Standard_NC4as_T4_v3', 'Standard_NV36ads_A10_v5', 'Standard_NC8ads_A10_v4']],
    ['graphics', ['Standard_NV12s_v3', 'Standard_NV4as_v4', 'Standard_NG8ads_V620_v1']],
    [
      'container',
      ['Consumption-GPU-NC24-A100', 'nvidia.com/gpu', 'GPU', 'aws.amazon.com/neuroncore', 'google.com/tpu'],
    ],
    [
      'ai',
      ['a2-highgpu-1g', 'a3-megagpu-8g', 'a4-highgpu-8g', 'ct5lp-hightpu-4t', 'nvidia-h100-80gb', 'nvidia-tesla-v100'],
    ],
    ['dual', ['g2-standard-4', 'nvidia-l4', 'nvidia-tesla-t4', 'projects/p/zones/z/machineTypes/g2-standard-8']],
    ['graphics', ['nvidia-tesla-t4-vws', 'nvidia-l4-vws']],
    [
      undefined,
      ['m7i.large', 't3.micro', 'c7gn.large', 'p.large', 'Standard_D4s_v5', 'Standard_N4', 'n2-standard-4', 'a1.large'],
    ],
  ] as const)('%s: %j', ([expected, types]) => {
    for (const type of types) expect(acceleratorClass(type), type).toBe(expected);
  });
});

describe('machineImageWeight', () => {
  test.for([
    [
      'the cloud vouches for the deep learning image',
      'amazon/Deep Learning OSS Nvidia Driver AMI GPU PyTorch 2.6 (Ubuntu 22.04) 20250602',
      4,
    ],
    ['a copy may call itself so', '111122223333/Deep Learning Base AMI copy', 3],
    [
      'the GPU image of the container service',
      'amazon/al2023-ami-ecs-gpu-hvm-2023.0.20250610-kernel-6.1-x86_64-ebs',
      2.5,
    ],
    [
      'the plain image of the container service',
      'amazon/al2023-ami-ecs-hvm-2023.0.20250610-kernel-6.1-x86_64',
      undefined,
    ],
    ['the GPU image of the Kubernetes service', 'amazon/amazon-eks-node-al2023-x86_64-nvidia-1.33-v20250610', 2.5],
    [
      'the plain image of the Kubernetes service',
      'amazon/amazon-eks-node-al2023-x86_64-standard-1.33-v20250610',
      undefined,
    ],
    ['a marketplace image for accelerators', 'aws-marketplace/NVIDIA GPU-Optimized AMI 25.3', 3],
    ['an image with the driver', '111122223333/base-nvidia-570', 2.5],
    ['a data science machine', 'microsoft-dsvm:ubuntu-2204:2204-gen2', 3],
    ['the machine of simulations', 'microsoft-dsvm:ubuntu-hpc:2204', 2],
    [
      'the project of deep learning images',
      'projects/deeplearning-platform-release/global/images/pytorch-2-4-cu124',
      4,
    ],
    ['an ordinary system', 'amazon/al2023-ami-2023.6.20250303.0-kernel-6.1-x86_64', undefined],
    ['a school', '111122223333/deep-learning-school-web', undefined],
  ] as const)('%s: %s', ([, name, weight]) => {
    expect(machineImageWeight(name)).toBe(weight);
  });
});
