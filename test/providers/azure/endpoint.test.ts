import { describe, expect, test } from 'vitest';
import { armEndpoint } from '../../../providers/azure/endpoint.ts';
import { UsageError } from '../../../src/model/errors.ts';

const PUBLIC = 'https://management.azure.com';
const GOVERNMENT = 'https://management.usgovcloudapi.net';
const CHINA = 'https://management.chinacloudapi.cn';

describe('the endpoint', () => {
  test.for([
    ['is that of the public cloud', undefined, undefined, PUBLIC, PUBLIC, 'https://login.microsoftonline.com'],
    ['is taken for unnamed if it is empty', '', '', PUBLIC, PUBLIC, 'https://login.microsoftonline.com'],
    [
      'decides about scope and authority',
      `${GOVERNMENT}/`,
      undefined,
      GOVERNMENT,
      GOVERNMENT,
      'https://login.microsoftonline.us',
    ],
    ['may be the one in China', CHINA, undefined, CHINA, CHINA, 'https://login.chinacloudapi.cn'],
    [
      'may be of one region',
      'https://westeurope.management.azure.com',
      undefined,
      'https://westeurope.management.azure.com',
      PUBLIC,
      'https://login.microsoftonline.com',
    ],
    [
      'follows the authority',
      undefined,
      'https://login.microsoftonline.us/',
      GOVERNMENT,
      GOVERNMENT,
      'https://login.microsoftonline.us',
    ],
    [
      'follows the other authority in China',
      undefined,
      'https://login.partner.microsoftonline.cn',
      CHINA,
      CHINA,
      'https://login.partner.microsoftonline.cn',
    ],
    [
      'comes before the authority',
      PUBLIC,
      'https://login.microsoftonline.us',
      PUBLIC,
      PUBLIC,
      'https://login.microsoftonline.us',
    ],
    [
      'of nobody that we know is asked with a token of the authority',
      'https://arm.example',
      'https://login.microsoftonline.us',
      'https://arm.example',
      GOVERNMENT,
      'https://login.microsoftonline.us',
    ],
    [
      'keeps its path',
      'https://gateway.example/azure/',
      undefined,
      'https://gateway.example/azure',
      PUBLIC,
      'https://login.microsoftonline.com',
    ],
    [
      'may be loopback without TLS',
      'http://127.0.0.1:8443',
      undefined,
      'http://127.0.0.1:8443',
      PUBLIC,
      'https://login.microsoftonline.com',
    ],
    [
      'may be loopback by name',
      'http://localhost:8443',
      undefined,
      'http://localhost:8443',
      PUBLIC,
      'https://login.microsoftonline.com',
    ],
    [
      'may be loopback by IPv6',
      'http://[::1]:8443',
      undefined,
      'http://[::1]:8443',
      PUBLIC,
      'https://login.microsoftonline.com',
    ],
    [
      'may have an authority of its own',
      undefined,
      'https://adfs.example/adfs',
      PUBLIC,
      PUBLIC,
      'https://adfs.example/adfs',
    ],
  ] as const)('%s', ([, named, authority, url, audience, issuer]) => {
    expect(armEndpoint(named, { AZURE_AUTHORITY_HOST: authority })).toMatchObject({
      url,
      origin: new URL(url).origin,
      scope: `${audience}/.default`,
      authority: issuer,
    });
  });

  test.for([
    ['https://login.microsoftonline.com', false],
    ['https://adfs.example', true],
  ] as const)('knows whether anybody vouches for %s', ([authority, expected]) => {
    expect(armEndpoint(undefined, { AZURE_AUTHORITY_HOST: authority }).ownAuthority).toBe(expected);
  });

  test.for([
    ['http://127.0.0.1', true],
    ['https://127.3.2.1', true],
    ['https://localhost', true],
    ['https://127.0.0.1.example', false],
    [PUBLIC, false],
  ] as const)('%s is on this machine: %s', ([named, expected]) => {
    expect(armEndpoint(named, {}).loopback).toBe(expected);
  });

  test.for([
    ['no URL', 'management.azure.com', 'is not an https URL'],
    ['another protocol', 'ftp://management.azure.com', 'is not an https URL'],
    ['a file', 'file:///etc/hosts', 'is not an https URL'],
    ['no TLS', 'http://management.azure.com', 'http://management.azure.com would show the access token to the network'],
    ['no TLS at a private address', 'http://10.0.0.4:80', 'http://10.0.0.4 would show'],
    ['no TLS at a name that looks like loopback', 'http://127.0.0.1.example', 'would show'],
    ['a login', 'https://user:secret@arm.example', 'must be a bare URL'],
    ['a query', 'https://arm.example/?a=b', 'must be a bare URL'],
    ['a fragment', 'https://arm.example/#a', 'must be a bare URL'],
  ] as const)('with %s is a mistake', ([, named, expected]) => {
    const choosing = () => armEndpoint(named, {});
    expect(choosing).toThrow(UsageError);
    expect(choosing).toThrow(expected);
    expect(choosing).not.toThrow('secret');
  });

  test.for(['http://login.example', 'login.microsoftonline.us'])('an authority %s is a mistake', (authority) => {
    expect(() => armEndpoint(undefined, { AZURE_AUTHORITY_HOST: authority })).toThrow(UsageError);
  });
});
