// Covers src/sandbox/wire/schemas/*.ts.
import { expect, it } from 'vitest';
import { services } from '../../../src/sandbox/parts.ts';
import { protocols } from '../../../src/sandbox/wire/protocols.ts';
import { serviceWire } from '../../../src/sandbox/wire/service-wire.ts';
import { testSandbox } from '../../support/sandbox.ts';

it('has the schema of every operation that a service implements, and no other', async () => {
  await using sandbox = await testSandbox();
  const all = services(sandbox.world);
  expect([...all.keys()].sort()).toEqual(Object.keys(protocols).sort());
  const difference: string[] = [];
  for (const [name, service] of all) {
    const { shapes } = (await serviceWire(name))!;
    for (const operation of Object.keys(service.operations)) {
      if (!shapes.has(operation)) difference.push(`add ${operation}$ to src/sandbox/wire/schemas/${name}.ts`);
    }
    for (const operation of shapes.keys()) {
      if (!(operation in service.operations))
        difference.push(`drop ${operation}$ from src/sandbox/wire/schemas/${name}.ts`);
    }
  }
  expect(difference).toEqual([]);
});
