import { z } from 'zod';
import { integer, listOf, maybe, text } from '../../../src/collect/fields.ts';
import { armObject, Ref, resourceWith, shape } from './arm.ts';
import { listedType } from './arm-kind.ts';

const ImageReference = shape({
  id: text,
  publisher: text,
  offer: text,
  sku: text,
  sharedGalleryImageId: text,
  communityGalleryImageId: text,
});

const Status = shape({ code: text });

/** Resource Graph adds the power state under `extended`, Resource Manager under `instanceView`, the command line beside the name. */
export const VirtualMachine = resourceWith(
  { plan: maybe(shape({ publisher: text, product: text, name: text })), identity: maybe(shape({ type: text })) },
  {
    hardwareProfile: maybe(shape({ vmSize: text })),
    storageProfile: maybe(shape({ imageReference: maybe(ImageReference) })),
    networkProfile: maybe(shape({ networkInterfaces: listOf(Ref) })),
    instanceView: maybe(shape({ statuses: listOf(Status) })),
    extended: maybe(shape({ instanceView: maybe(shape({ powerState: maybe(Status) })) })),
    powerState: maybe(z.union([z.string(), z.object({ code: text })])),
    virtualMachineScaleSet: maybe(Ref),
  },
);
export type VirtualMachine = z.output<typeof VirtualMachine>;

export const virtualMachines = listedType('Microsoft.Compute/virtualMachines', VirtualMachine);

const ProfileIpConfiguration = armObject({
  subnet: maybe(Ref),
  publicIPAddressConfiguration: maybe(armObject({})),
  loadBalancerBackendAddressPools: listOf(Ref),
  loadBalancerInboundNatPools: listOf(Ref),
  applicationGatewayBackendAddressPools: listOf(Ref),
});

const ProfileInterface = armObject({
  networkSecurityGroup: maybe(Ref),
  ipConfigurations: listOf(ProfileIpConfiguration),
});

/** `orchestrationMode` is `Uniform` or `Flexible`; absent, it is the older one, uniform. */
export const ScaleSet = resourceWith(
  {
    sku: maybe(shape({ name: text, tier: text, capacity: integer })),
    plan: maybe(shape({ publisher: text, product: text, name: text })),
  },
  {
    orchestrationMode: text,
    virtualMachineProfile: maybe(
      shape({
        storageProfile: maybe(shape({ imageReference: maybe(ImageReference) })),
        networkProfile: maybe(shape({ networkInterfaceConfigurations: listOf(ProfileInterface) })),
      }),
    ),
  },
);
export type ScaleSet = z.output<typeof ScaleSet>;

export const scaleSets = listedType('Microsoft.Compute/virtualMachineScaleSets', ScaleSet);
