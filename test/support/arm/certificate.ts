import { generateKeyPairSync, sign } from 'node:crypto';
import type { Identity } from '../loopback.ts';

/**
 * A certificate for 127.0.0.1 that signs itself, for `NODE_EXTRA_CA_CERTS`.
 *
 * Node makes keys and not certificates, so the few fields of one are written out here (RFC 5280, in DER).
 */
export function selfMadeIdentity(now: Date): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(COMMON_NAME, text('127.0.0.1'))));
  const body = sequence(
    tagged(0, integer(2)),
    integer(1),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(now, -1), time(now, 1)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(basicConstraints(), subjectAltName())),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ECDSA_WITH_SHA256, der(0x03, Buffer.of(0), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function set(...parts: readonly Buffer[]): Buffer {
  return der(0x31, ...parts);
}

function tagged(number: number, part: Buffer): Buffer {
  return der(0xa0 + number, part);
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.of(value));
}

function text(value: string): Buffer {
  return der(0x0c, Buffer.from(value));
}

const YEAR_MS = 365 * 24 * 3_600_000;

function time(now: Date, years: number): Buffer {
  const iso = new Date(now.getTime() + years * YEAR_MS).toISOString();
  return der(0x18, Buffer.from(`${iso.replaceAll(/[-:T]/g, '').slice(0, 14)}Z`));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

const COMMON_NAME = oid('550403');
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));

/** It is its own authority. */
function basicConstraints(): Buffer {
  const isAuthority = sequence(der(0x01, Buffer.of(0xff)));
  return sequence(oid('551d13'), der(0x04, isAuthority));
}

function subjectAltName(): Buffer {
  const address = der(0x87, Buffer.of(127, 0, 0, 1));
  return sequence(oid('551d11'), der(0x04, sequence(address)));
}
