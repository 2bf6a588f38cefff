/**
 * Prints the software bill of materials of what is published, as CycloneDX JSON: of all that `npm sbom` knows,
 * the packages that have code in dist/ (by the notices of the last build). The published package has no
 * dependencies, so a plain `npm sbom --omit=dev` would be empty, and a full one would list compilers.
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
// npm takes the folder's name.
sbom.metadata.component.name = JSON.parse(readFileSync('package.json', 'utf8')).name;
sbom.components = sbom.components
  .filter((component) => bundled.has(fullName(component)))
  // They are no development dependencies of what they are built into.
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
