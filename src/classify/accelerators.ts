/** What an accelerator was bought for; `container` was asked for by the very container that answers. */
export type AcceleratorClass = 'ai' | 'dual' | 'graphics' | 'none' | 'container';

/**
 * Names of instance types, attached accelerators and requested resources; the first that matches decides.
 *
 * `dual` hardware serves models, and draws desktops, films and games as well. `none` is hardware for
 * something else that sounds alike: field-programmable arrays and video encoders.
 */
const CLASSES: readonly (readonly [AcceleratorClass, RegExp])[] = [
  // Amazon EC2 instance types.
  ['ai', /^p6e?-(?:b200|b300|gb200|gb300)\./],
  ['ai', /^p(?:2|3|3dn|4d|4de|5|5e|5en)\./],
  ['ai', /^(?:trn1|trn1n|trn2|trn2u|trn3|inf1|inf2|dl1|dl2q)\./],
  ['dual', /^(?:g4dn|g5|g5g|g6|g6e|g6f|gr6|gr6f|g7|g7e)\./],
  ['graphics', /^(?:g2|g3|g3s|g4ad)\./],
  ['none', /^(?:f1|f2|vt1)\./],
  // Azure virtual machine sizes. The plain NC sizes come last: they are the retired ones.
  ['ai', /^standard_nd\d/],
  ['ai', /^standard_nc\d+ads_a100_v4$/],
  ['ai', /^standard_ncc?\d+adi?s_h100_v5$/],
  ['dual', /^standard_nc\d+as_t4_v3$/],
  ['dual', /^standard_nc\d+ads_a10_v4$/],
  ['dual', /^standard_nc\d+\w*rtxpro6000\w*_v6$/],
  ['dual', /^standard_nv\d+ads_a10_v5$/],
  ['graphics', /^standard_n[gv]\d/],
  ['none', /^standard_np\d/],
  ['ai', /^standard_nc\d+r?s?(?:_v[23])?$/],
  // Azure container apps name the profile that a container runs on.
  ['container', /^(?:consumption-gpu-)?nc\d+(?:as|ads)?-(?:a100|t4)$/],
  // Google Compute Engine machine types and attached accelerators.
  ['ai', /^a(?:2|3|4|4x)-(?:high|mega|ultra|edge|max)gpu-/],
  ['dual', /^g(?:2|4)-standard-/],
  ['ai', /^(?:ct\d[a-z]*|tpu7x)-/],
  ['graphics', /^nvidia-[a-z0-9-]+-vws$/],
  ['dual', /^nvidia-(?:tesla-(?:t4|p4)|l4|rtx-pro-6000)$/],
  ['ai', /^nvidia-(?:tesla-(?:a100|v100|p100|k80)|(?:a100|h100|h200)-(?:mega-)?\d+gb|b200|gb200|gb300)$/],
  // Resources that a container asks for by name.
  ['container', /^(?:nvidia\.com\/(?:gpu|mig-.+)|amd\.com\/gpu|google\.com\/tpu|habana\.ai\/gaudi)$/],
  ['container', /^aws\.amazon\.com\/neuron(?:core|device)?$/],
  ['container', /^(?:gpu|inferenceaccelerator)$/],
];

/** Says what an accelerator was bought for; undefined for every machine without one. */
export function acceleratorClass(type: string): AcceleratorClass | undefined {
  const text = type.toLowerCase();
  const last = text.slice(text.lastIndexOf('/') + 1);
  return (
    CLASSES.find(([, pattern]) => pattern.test(text))?.[0] ?? CLASSES.find(([, pattern]) => pattern.test(last))?.[0]
  );
}
