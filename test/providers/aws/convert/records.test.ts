import { describe, expect, test } from 'vitest';
import { blockPublicAccessOptions } from '../../../../providers/aws/records/block-public-access.ts';
import { RECORDS } from '../../../../providers/aws/records/index.ts';
import { listenerRules } from '../../../../providers/aws/records/listeners.ts';
import { networkAcls } from '../../../../providers/aws/records/network-acls.ts';
import { networkInterfaces } from '../../../../providers/aws/records/network-interfaces.ts';
import { subnets } from '../../../../providers/aws/records/subnets.ts';
import { decode } from '../../../../src/collect/decode.ts';

describe('records', () => {
  test('absent, null and empty all mean that there is nothing', () => {
    const { records } = decode(networkInterfaces, {
      NetworkInterfaces: [
        { NetworkInterfaceId: 'eni-1', Description: '', Association: {}, SubnetId: null, Groups: null, TagSet: [] },
      ],
    });
    expect(records).toEqual([
      {
        NetworkInterfaceId: 'eni-1',
        Association: {},
        PrivateIpAddresses: [],
        Ipv6Addresses: [],
        Ipv6Prefixes: [],
        Ipv4Prefixes: [],
        Groups: [],
        TagSet: [],
      },
    ]);
  });

  test('numbers as text and protocols as numbers are read', () => {
    const Entries = [{ RuleNumber: '100', Egress: false, Protocol: 6, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' }];
    const { records } = decode(networkAcls, { NetworkAcls: [{ NetworkAclId: 'acl-1', Entries }] });
    expect(records[0]?.Entries[0]).toMatchObject({ RuleNumber: 100, Protocol: '6' });
  });

  test('a record that does not fit is named, and its neighbours are kept', () => {
    const { records, rejected } = decode(subnets, { Subnets: [{ SubnetId: 7 }, { SubnetId: 'subnet-1' }] });
    expect(records.map(({ SubnetId }) => SubnetId)).toEqual(['subnet-1']);
    expect(rejected).toEqual([expect.stringMatching(/^Subnets\[0\]: SubnetId: .*string/)]);
  });

  test.for([
    ['an answer without its list has no records', {}, 0, []],
    ['an answer that is no object is named', 'gone', 0, ['Subnets: the answer is not an object']],
    ['a list that is none is named', { Subnets: 'gone' }, 0, ['Subnets: not a list']],
  ] as const)('%s', ([, response, count, reasons]) => {
    const { records, rejected } = decode(subnets, response);
    expect([records.length, rejected]).toEqual([count, reasons]);
  });

  test('an answer that is one record is read as such', () => {
    const response = { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' } };
    expect(decode(blockPublicAccessOptions, response).records).toEqual([{ InternetGatewayBlockMode: 'off' }]);
  });

  test('no secret passes: neither of a login nor of a header', () => {
    const { records } = decode(listenerRules, {
      Rules: [
        {
          RuleArn: 'arn:rule',
          Conditions: [
            { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Origin-Verify', Values: ['s3cret', '*'] } },
            { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'token', Value: 's3cret' }] } },
          ],
          Actions: [
            {
              Type: 'authenticate-oidc',
              AuthenticateOidcConfig: { Issuer: 'https://idp.example', ClientId: 's3cret', ClientSecret: 's3cret' },
            },
            { Type: 'fixed-response', FixedResponseConfig: { MessageBody: 's3cret' } },
          ],
        },
      ],
    });
    expect(JSON.stringify(records)).not.toContain('s3cret');
    expect(records[0]?.Conditions[0]?.HttpHeaderConfig).toEqual({
      HttpHeaderName: 'X-Origin-Verify',
      Values: ['…', '*'],
      RegexValues: [],
    });
  });

  test('what is cut once is not changed by cutting it again', () => {
    const rule = {
      RuleArn: 'arn:rule',
      Conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Key', Values: ['a'] } }],
    };
    const once = decode(listenerRules, { Rules: [rule] }).records;
    expect(decode(listenerRules, { Rules: once }).records).toEqual(once);
  });

  test('each call is registered once, with a permission of its service', () => {
    const calls = RECORDS.map(({ call }) => call);
    expect(new Set(calls).size).toBe(calls.length);
    for (const { call, permission } of RECORDS) {
      const service = call.startsWith('elb') ? 'elasticloadbalancing' : call.split(':')[0];
      expect(permission).toBe(`${service ?? ''}:${call.split(':')[1] ?? ''}`);
    }
  });
});
