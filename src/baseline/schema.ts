import { toSay } from '../core/words/say.ts';

/**
 * The JSON Schema of a baseline file, which editors and validateShape() use.
 *
 * Error messages contain the `title` ("expected <title>, but found …"); editors show the `description`.
 * The schema uses draft-07, because the common YAML language servers support it.
 */
export const BASELINE_FILE_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:secgroup-monitor:baseline:1',
  title: toSay('a baseline (a map with `version: 1`)'),
  description: 'What the security groups of a team may admit. Everything else is a finding.',
  type: 'object',
  required: ['version'],
  additionalProperties: false,
  properties: {
    $schema: {
      type: 'string',
      title: toSay('the URL of a schema'),
      description: 'For editors only; it is ignored.',
    },
    version: { const: 1, title: toSay('the number 1'), description: 'The version of this file format: 1.' },
    groups: {
      type: 'array',
      title: toSay('a list of group entries'),
      description: 'What each group may admit. The first entry that matches a group applies.',
      items: { $ref: '#/definitions/group' },
    },
    never: {
      type: 'array',
      title: toSay('a list of rules that no group may admit'),
      description: 'What no group may admit, even if its entry allows it.',
      items: { $ref: '#/definitions/never' },
    },
    exceptions: {
      type: 'array',
      title: toSay('a list of exceptions'),
      description: 'What is tolerated until a date, and why.',
      items: { $ref: '#/definitions/exception' },
    },
    trusted: {
      type: 'array',
      title: toSay('a list of trusted principals'),
      description: 'Principals whose changes are judged only after a waiting time.',
      items: { $ref: '#/definitions/trusted' },
    },
    unlisted: {
      enum: ['alert', 'ignore'],
      title: toSay('alert or ignore'),
      description:
        'What to do with a group that no entry matches. Default: alert if `groups` has entries, otherwise ignore.',
    },
  },
  definitions: {
    group: {
      type: 'object',
      title: toSay('a group entry'),
      required: ['name', 'match', 'rules'],
      additionalProperties: false,
      properties: {
        name: {
          type: 'string',
          minLength: 1,
          title: toSay('a name'),
          description: 'The name of the entry in findings. Must be unique in the file.',
        },
        match: { $ref: '#/definitions/match' },
        ingress: {
          enum: ['exactly', 'at-most', 'at-least'],
          title: toSay('exactly, at-most or at-least'),
          description:
            'exactly: the group must admit these rules and nothing else. at-most: it must not admit anything else. at-least: it must admit all of these rules. Default: exactly.',
          default: 'exactly',
        },
        rules: {
          title: toSay('a list of rules'),
          description:
            'Lines such as `tcp 80,443 from anywhere`, or permissions in the format of the AWS CLI. An empty list allows nothing.',
          if: { type: 'object' },
          // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
          then: { $ref: '#/definitions/permissions' },
          else: {
            type: 'array',
            title: toSay('a list of rules'),
            items: {
              title: toSay('a rule'),
              if: { type: 'object' },
              // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
              then: { $ref: '#/definitions/permission' },
              else: { $ref: '#/definitions/rule' },
            },
          },
        },
        enforce: {
          type: 'boolean',
          title: toSay('true or false'),
          description:
            'Restore this group after a change, if the monitor is installed with --enforce. Default: false.',
          default: false,
        },
      },
    },
    match: {
      type: 'object',
      title: toSay('a map with at least one of id, name, tag and vpc'),
      description: 'The groups that the entry applies to. All given parts must match.',
      minProperties: 1,
      additionalProperties: false,
      properties: {
        id: { $ref: '#/definitions/groupId' },
        name: {
          type: 'string',
          minLength: 1,
          title: toSay('a name or glob'),
          description: "The group's name; * matches any text, ? matches one character.",
        },
        vpc: {
          type: 'string',
          pattern: '^vpc-[0-9a-z]+$',
          title: toSay('a VPC id such as vpc-0123456789abcdef0'),
          description: 'The VPC that the group is in.',
        },
        tag: {
          type: 'object',
          minProperties: 1,
          title: toSay('a map of tag keys to values'),
          description: 'Tags that the group must have; values can be globs.',
          additionalProperties: {
            type: 'string',
            title: toSay('a text (put numbers and true/false in quotes)'),
          },
        },
      },
    },
    rule: {
      type: 'string',
      minLength: 1,
      title: toSay('a rule such as "tcp 443 from 10.0.0.0/8"'),
      description: '<protocol> [<ports>] from <source>[, <source>…]',
      examples: [
        'tcp 80,443 from anywhere',
        'tcp 8000-8010 from 10.0.0.0/8, sg-0abc1234, pl-0def5678',
        'icmp 8/0 from 10.0.0.0/8',
        'all from sg-0abc1234',
      ],
    },
    permissions: {
      type: 'object',
      title: toSay('an object with IpPermissions'),
      description: 'A list of permissions in the format of the AWS CLI.',
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: false,
      properties: {
        IpPermissions: { $ref: '#/definitions/permissionList' },
        REQUIRED_PERMISSIONS: { $ref: '#/definitions/permissionList' },
      },
    },
    permissionList: {
      type: 'array',
      title: toSay('a list of permissions'),
      items: { $ref: '#/definitions/permission' },
    },
    permission: {
      type: 'object',
      title: toSay('a permission in the format of the AWS CLI'),
      required: ['IpProtocol'],
      additionalProperties: false,
      properties: {
        IpProtocol: {
          type: ['string', 'integer'],
          title: toSay('a protocol'),
          description: 'tcp, udp, icmp, icmpv6, a number, or -1 for all.',
        },
        FromPort: {
          type: ['integer', 'null'],
          minimum: -1,
          maximum: 65535,
          title: toSay('a port (-1 to 65535)'),
          description: 'First port, or ICMP type.',
        },
        ToPort: {
          type: ['integer', 'null'],
          minimum: -1,
          maximum: 65535,
          title: toSay('a port (-1 to 65535)'),
          description: 'Last port, or ICMP code.',
        },
        IpRanges: { $ref: '#/definitions/ipRanges' },
        Ipv6Ranges: { $ref: '#/definitions/ipv6Ranges' },
        PrefixListIds: { $ref: '#/definitions/prefixListIds' },
        UserIdGroupPairs: { $ref: '#/definitions/groupPairs' },
      },
    },
    ipRanges: {
      type: 'array',
      title: toSay('a list of IPv4 ranges'),
      items: {
        type: 'object',
        title: toSay('an IPv4 range'),
        required: ['CidrIp'],
        additionalProperties: false,
        properties: {
          CidrIp: { type: 'string', title: toSay('an IPv4 CIDR') },
          Description: { type: 'string', title: toSay('a text') },
        },
      },
    },
    ipv6Ranges: {
      type: 'array',
      title: toSay('a list of IPv6 ranges'),
      items: {
        type: 'object',
        title: toSay('an IPv6 range'),
        required: ['CidrIpv6'],
        additionalProperties: false,
        properties: {
          CidrIpv6: { type: 'string', title: toSay('an IPv6 CIDR') },
          Description: { type: 'string', title: toSay('a text') },
        },
      },
    },
    prefixListIds: {
      type: 'array',
      title: toSay('a list of prefix lists'),
      items: {
        type: 'object',
        title: toSay('a prefix list'),
        required: ['PrefixListId'],
        additionalProperties: false,
        properties: {
          PrefixListId: { type: 'string', title: toSay('a prefix-list id') },
          Description: { type: 'string', title: toSay('a text') },
        },
      },
    },
    groupPairs: {
      type: 'array',
      title: toSay('a list of group references'),
      items: {
        type: 'object',
        title: toSay('a group reference'),
        required: ['GroupId'],
        properties: {
          GroupId: { type: 'string', title: toSay('a security-group id') },
          UserId: { type: 'string', title: toSay('an account') },
        },
      },
    },
    groupId: {
      type: 'string',
      pattern: '^sg-[0-9a-z]+$',
      title: toSay('a security-group id such as sg-0123456789abcdef0'),
      description: 'The id of one security group.',
    },
    never: {
      title: toSay('a rule, or an object with a rule'),
      if: { type: 'string' },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { $ref: '#/definitions/rule' },
      else: {
        type: 'object',
        title: toSay('a rule, or an object with a rule'),
        required: ['rule'],
        additionalProperties: false,
        properties: {
          rule: {
            $ref: '#/definitions/rule',
            description:
              'With a CIDR or reference as source: no group may admit any part of it. public: no group may admit a globally reachable address. anywhere: no group may be open to the internet.',
          },
          severity: {
            enum: ['info', 'low', 'medium', 'high', 'critical'],
            title: toSay('info, low, medium, high or critical'),
            description: 'Severity of the finding. Default: depends on what is exposed.',
          },
          'wider-than': {
            title: toSay('a prefix length such as /8, or an object with ipv4 and ipv6'),
            description:
              'Only with `anywhere`: the number of public addresses, as a prefix length, that does not count as "the internet" yet. Default: /8 for IPv4, /32 for IPv6.',
            if: { type: 'object' },
            // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
            then: {
              additionalProperties: false,
              minProperties: 1,
              properties: {
                ipv4: { $ref: '#/definitions/ipv4Length' },
                ipv6: { $ref: '#/definitions/ipv6Length' },
              },
            },
            else: { $ref: '#/definitions/ipv4Length' },
          },
        },
      },
    },
    ipv4Length: {
      type: ['integer', 'string'],
      minimum: 0,
      maximum: 32,
      pattern: '^/?([0-9]|[12][0-9]|3[0-2])$',
      title: toSay('an IPv4 prefix length (/0 to /32)'),
    },
    ipv6Length: {
      type: ['integer', 'string'],
      minimum: 0,
      maximum: 128,
      pattern: '^/?([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8])$',
      title: toSay('an IPv6 prefix length (/0 to /128)'),
    },
    exception: {
      type: 'object',
      title: toSay('an exception'),
      required: ['rule', 'reason'],
      additionalProperties: false,
      properties: {
        group: {
          $ref: '#/definitions/groupId',
          description: 'The group that it applies to. Default: every group.',
        },
        rule: { $ref: '#/definitions/rule', description: 'The traffic that is tolerated.' },
        until: {
          type: 'string',
          pattern: '^\\d{4}-\\d{2}-\\d{2}$',
          title: toSay('a date such as 2027-01-31'),
          description: 'The last day on which the exception applies, in UTC. Default: it never expires.',
        },
        reason: {
          type: 'string',
          minLength: 1,
          title: toSay('a reason'),
          description: 'The reason. Findings show it after the exception has expired.',
        },
      },
    },
    trusted: {
      type: 'object',
      title: toSay('a trusted principal'),
      required: ['principal'],
      additionalProperties: false,
      properties: {
        principal: {
          type: 'string',
          minLength: 1,
          title: toSay('an ARN or glob'),
          description:
            'ARN of the role, user or service in the verified identity that CloudTrail records; * and ? are globs. The user agent is never compared.',
          examples: ['arn:aws:iam::*:role/terraform'],
        },
        settle: {
          type: 'string',
          pattern: '^[0-9]+(s|m|h)$',
          title: toSay('a duration such as 90s or 5m'),
          description:
            'How long to wait for further changes before the group is judged, at most 10m. Default: 5m.',
          default: '5m',
        },
      },
    },
  },
} as const;
