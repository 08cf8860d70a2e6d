import { Memo } from '../../../src/verify/memo.ts';
import type { NetworkInterface } from '../records/network-interfaces.ts';
import type { Estate } from './estate.ts';
import type { Row } from './source.ts';
import { instances, networkInterfaces } from './sources.ts';

/** Every interface: as interfaces were listed, or else as the instance that carries it tells. */
export function everyInterface(estate: Estate): readonly Row<NetworkInterface>[] {
  return LIST.of(estate, 'all', () => [...byId(estate).values()]);
}

export function interfaceOf(estate: Estate, id: string): Row<NetworkInterface> | undefined {
  return byId(estate).get(id);
}

const LIST = new Memo<readonly Row<NetworkInterface>[]>();
const BY_ID = new Memo<ReadonlyMap<string, Row<NetworkInterface>>>();

function byId(estate: Estate): ReadonlyMap<string, Row<NetworkInterface>> {
  return BY_ID.of(estate, 'by id', () => {
    const carried = estate.rows(instances).flatMap(({ record, evidence }) =>
      record.Instances.flatMap(({ InstanceId, NetworkInterfaces }) =>
        NetworkInterfaces.map((own) => {
          const Attachment = {
            InstanceOwnerId: undefined,
            DeviceIndex: 0,
            Status: undefined,
            ...own.Attachment,
            InstanceId,
          };
          return { record: { ...own, Attachment }, evidence };
        }),
      ),
    );
    const all = [...estate.rows(networkInterfaces), ...carried].toReversed();
    return new Map(all.map((row) => [row.record.NetworkInterfaceId, row]));
  });
}

export function addressesOf({
  PrivateIpAddress,
  PrivateIpAddresses,
  Ipv6Addresses,
}: NetworkInterface): readonly string[] {
  const v4 = PrivateIpAddresses.map((own) => own.PrivateIpAddress);
  const v6 = Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address);
  return [PrivateIpAddress, ...v4, ...v6].filter((address) => address !== undefined);
}
