/**
 * Creates the pictures in docs/images. Each shows the terminal output of a real run of the built CLI in its own
 * sandbox. Requires `script` (util-linux), which provides the terminal.
 *
 *     node build.mjs && node docs/pictures.mjs
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CloudTrailClient, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';

const COLUMNS = 100;
const root = fileURLToPath(new URL('..', import.meta.url));
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const bin = `${root}bin/secgroup-monitor.js`;
const COLORS = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
};

/** Runs a command in a terminal and returns its output. */
function terminal(line, env = {}) {
  const words = line.replace(/^secgroup-monitor /, `${process.execPath} ${bin} `);
  const command = `stty cols ${COLUMNS} rows 60; ${words} --quiet`;
  const options = { env: { ...process.env, ...env, TERM: 'xterm' }, encoding: 'utf8' };
  try {
    return execFileSync('script', ['-qec', command, '/dev/null'], options).replaceAll('\r\n', '\n');
  } catch (error) {
    if (typeof error.stdout === 'string' && error.status === 1) return error.stdout.replaceAll('\r\n', '\n');
    throw error;
  }
}

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);

/** Returns one line of terminal output as SVG text. Supports bold, dim and the colours in COLORS. */
function svgLine(line, y) {
  let style = { color: undefined, bold: false, dim: false };
  let column = 0;
  let spans = '';
  for (const [token] of line.matchAll(/\u001b\[[\d;]*m|[^\u001b]+/g)) {
    if (token.startsWith('\u001b')) {
      for (const code of token.slice(2, -1).split(';').map(Number)) {
        if (code === 0) style = { color: undefined, bold: false, dim: false };
        else if (code === 1) style.bold = true;
        else if (code === 2) style.dim = true;
        else if (code === 22) style = { ...style, bold: false, dim: false };
        else if (code === 39) style.color = undefined;
        else if (COLORS[code]) style.color = COLORS[code];
      }
      continue;
    }
    const attributes = [
      style.color && `fill="${style.color}"`,
      style.bold && 'font-weight="bold"',
      style.dim && 'opacity="0.6"',
    ].filter(Boolean);
    spans += `<tspan x="${(16 + column * 8.4).toFixed(1)}" ${attributes.join(' ')}>${escape(token)}</tspan>`;
    column += token.length;
  }
  return `<text y="${y}" style="white-space:pre">${spans}</text>`;
}

/** Wraps a long line as a terminal does. Only lines without colour changes are that long. */
function fold(line) {
  const plain = line.replace(/\u001b\[[\d;]*m/g, '');
  if (plain.length <= COLUMNS) return [line];
  const color = /^\u001b\[\d+m/.exec(line)?.[0] ?? '';
  return plain.match(new RegExp(`.{1,${COLUMNS}}`, 'gu')).map((part) => `${color}${part}`);
}

function svg(text) {
  const lines = text.trimEnd().split('\n').flatMap(fold);
  const width = Math.ceil(32 + COLUMNS * 8.4);
  const height = 48 + lines.length * 19;
  const body = lines.map((line, i) => svgLine(line, 44 + i * 19)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="8" fill="#161b22"/>
<circle cx="20" cy="16" r="5" fill="#ff5f57"/><circle cx="38" cy="16" r="5" fill="#febc2e"/><circle cx="56" cy="16" r="5" fill="#28c840"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">
${body}
</g>
</svg>
`;
}

function picture(name, shown) {
  writeFileSync(`${root}docs/images/${name}.svg`, svg(shown));
  console.log(`docs/images/${name}.svg`);
}

/** Returns the command line, then its output. */
const session = (line, env) => `\u001b[36m$ ${line}\u001b[39m\n${terminal(line, env)}`;

const clientOf = ({ AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }) => ({
  endpoint: AWS_ENDPOINT_URL,
  region: AWS_REGION,
  credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
});

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Creates a user and returns the environment for the user's calls. */
async function user(env, UserName) {
  const iam = new IAMClient(clientOf(env));
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  iam.destroy();
  return {
    ...env,
    AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey,
  };
}

/** Two users open two groups, and one of them is closed again. Returns the number of findings. */
async function drift(env) {
  const alice = new EC2Client(clientOf(await user(env, 'alice')));
  const bob = new EC2Client(clientOf(await user(env, 'bob')));
  const make = async (GroupName) => {
    const { GroupId } = await alice.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName }));
    return GroupId;
  };
  const rule = (GroupId, port) => ({
    GroupId,
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  });
  const [web, db] = [await make('web'), await make('db')];
  await pause(1_500);
  await alice.send(new AuthorizeSecurityGroupIngressCommand(rule(web, 22)));
  await pause(1_500);
  await bob.send(new AuthorizeSecurityGroupIngressCommand(rule(db, 3306)));
  await pause(1_500);
  await alice.send(new RevokeSecurityGroupIngressCommand(rule(web, 22)));
  alice.destroy();
  bob.destroy();
  return 3;
}

mkdirSync(`${root}docs/images`, { recursive: true });

const demo = terminal('secgroup-monitor demo');
picture('demo', demo.slice(demo.indexOf('\u001b[1m3.')));

const sandbox = spawn(process.execPath, [bin, 'sandbox', '--format', 'json', '--quiet'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [ready] = await once(sandbox.stdout, 'data');
const { exports: env } = JSON.parse(String(ready));
try {
  terminal('secgroup-monitor install --preset guard --create-trail', env);
  picture('test-trigger', session('secgroup-monitor test-trigger', env));
  picture('test-trigger-repeat', session('secgroup-monitor test-trigger --repeat 5', env));
  const expected = await drift(env);
  terminal(`secgroup-monitor logs --follow --since 5m --group web,db --kind drift,resolved --count ${expected} --idle-timeout 10s`, env);
  picture('logs', session('secgroup-monitor logs --since 5m --group web,db --kind drift,resolved', env));
  picture('status', session('secgroup-monitor status', env));
  await new CloudTrailClient(clientOf(env)).send(new StopLoggingCommand({ Name: 'secgroup-monitor-trail' }));
  picture('test-trigger-broken', session('secgroup-monitor test-trigger --timeout 2s', env));
} finally {
  sandbox.kill('SIGINT');
  await once(sandbox, 'close');
}
