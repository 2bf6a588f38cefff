/**
 * Prints the software bill of materials of the published package, as CycloneDX JSON. It lists the packages of
 * `npm sbom` that have code in dist/, according to the notices of the last build. The published package has no
 * dependencies, so `npm sbom --omit=dev` would be empty, and a full `npm sbom` would list compilers.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

process.chdir(import.meta.dirname);
const notices = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
const bundled = new Set(
  [...notices.matchAll(/^((?:@[\w-]+\/)?[\w.-]+) (\d\S*) \(.+\)$/gm)].map(
    ([, name, version]) => `${name}@${version}`,
  ),
);

const npm = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'];
const sbom = JSON.parse(
  execFileSync('npm', npm, { encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'inherit'] }),
);
const fullName = ({ name, version }) => `${name}@${version}`;
// npm uses the name of the folder.
sbom.metadata.component.name = JSON.parse(readFileSync('package.json', 'utf8')).name;
sbom.components = sbom.components
  .filter((component) => bundled.has(fullName(component)))
  // These packages are part of dist/, so they are not only development dependencies.
  .map(({ scope: _, properties, ...component }) => ({
    ...component,
    properties: properties?.filter(({ name }) => name !== 'cdx:npm:package:development'),
  }));

const missing = [...bundled].filter(
  (name) => !sbom.components.some((component) => fullName(component) === name),
);
if (missing.length > 0)
  throw new Error(`npm does not know ${missing.join(', ')}: run npm ci, then npm run build`);

const root = sbom.metadata.component['bom-ref'];
const kept = new Set([root, ...sbom.components.map((component) => component['bom-ref'])]);
sbom.dependencies = sbom.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
console.log(JSON.stringify(sbom, null, 2));
