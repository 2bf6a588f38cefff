import { toSay } from '../core/words/say.ts';

/**
 * The JSON Schema of a baseline file, for editors and for our own validation.
 *
 * `title` is the noun that error messages use ("is not <title>"); `description` is what an editor shows.
 * Draft-07, because that is what the common YAML language servers understand.
 */
export const BASELINE_FILE_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:secgroup-monitor:baseline:1',
  title: toSay('a secgroup-monitor/baseline version 1'),
  description: 'What a team means its security groups to admit. Everything else is a finding.',
  type: 'object',
  required: ['version'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', title: toSay('a schema address'), description: 'For editors; not read.' },
    version: { const: 1, title: toSay('the version 1'), description: 'The version of this file format: 1.' },
    groups: {
      type: 'array',
      title: toSay('a list of group entries'),
      description: 'What each group means to admit. The first entry that matches a group decides.',
      items: { $ref: '#/definitions/group' },
    },
    never: {
      type: 'array',
      title: toSay('a list of rules that must never be admitted'),
      description: 'What no group may admit, whatever its entry says.',
      items: { $ref: '#/definitions/never' },
    },
    exceptions: {
      type: 'array',
      title: toSay('a list of exceptions'),
      description: 'What is tolerated for a while, and why.',
      items: { $ref: '#/definitions/exception' },
    },
    trusted: {
      type: 'array',
      title: toSay('a list of trusted principals'),
      description: 'Whose changes are given time to settle before they are judged.',
      items: { $ref: '#/definitions/trusted' },
    },
    unlisted: {
      enum: ['alert', 'ignore'],
      title: toSay('alert or ignore'),
      description:
        'What to do about a group that no entry matches. Default: alert when there are groups, else ignore.',
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
          description: 'Names the entry in findings. Unique in the file.',
        },
        match: { $ref: '#/definitions/match' },
        ingress: {
          enum: ['exactly', 'at-most', 'at-least'],
          title: toSay('exactly, at-most or at-least'),
          description:
            'exactly: the group admits this and no more. at-most: nothing beyond this. at-least: nothing less. Default: exactly.',
          default: 'exactly',
        },
        rules: {
          title: toSay('a list of rules'),
          description:
            'Lines such as `tcp 80,443 from anywhere`, or permissions as the AWS CLI prints them. An empty list admits nothing.',
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
            'Let the monitor put this group back when it is installed with --enforce. Default: false.',
          default: false,
        },
      },
    },
    match: {
      type: 'object',
      title: toSay('a match: at least one of id, name, tag and vpc'),
      description: 'Which groups the entry is for. All given parts must match.',
      minProperties: 1,
      additionalProperties: false,
      properties: {
        id: { $ref: '#/definitions/groupId' },
        name: {
          type: 'string',
          minLength: 1,
          title: toSay('a name or glob'),
          description: "The group's name; * stands for any text, ? for one character.",
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
          description: 'Tags that the group must bear; values may be globs.',
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
      description: 'A list of permissions as the AWS CLI prints it.',
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
      title: toSay('a permission as the AWS CLI prints it'),
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
              'A CIDR or reference: no overlap at all. public: not one globally reachable address. anywhere: not open to the internet.',
          },
          severity: {
            enum: ['info', 'low', 'medium', 'high', 'critical'],
            title: toSay('info, low, medium, high or critical'),
            description: 'Severity of the finding. Default: by what is exposed.',
          },
          'wider-than': {
            title: toSay('a prefix length such as /8, or an object with ipv4 and ipv6'),
            description:
              'Only with `anywhere`: how many public addresses, as a prefix length, are not yet "the internet". Default: /8 for IPv4, /32 for IPv6.',
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
        group: { $ref: '#/definitions/groupId', description: 'The group it is for. Left out: every group.' },
        rule: { $ref: '#/definitions/rule', description: 'What is tolerated.' },
        until: {
          type: 'string',
          pattern: '^\\d{4}-\\d{2}-\\d{2}$',
          title: toSay('a date such as 2027-01-31'),
          description: 'The last day on which it holds, UTC. Left out: it never ends.',
        },
        reason: {
          type: 'string',
          minLength: 1,
          title: toSay('a reason'),
          description: 'Why; shown in findings when the exception has lapsed.',
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
            'ARN of the role, user or service that CloudTrail has verified; * and ? are globs. Never the user agent.',
          examples: ['arn:aws:iam::*:role/terraform'],
        },
        settle: {
          type: 'string',
          pattern: '^[0-9]+(s|m|h)$',
          title: toSay('a duration such as 90s or 5m'),
          description: 'How long a half-done change may last before it is judged, 10m at most. Default: 5m.',
          default: '5m',
        },
      },
    },
  },
} as const;
