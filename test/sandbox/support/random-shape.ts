import { requiredMembers, type Schema } from '../../../src/sandbox/wire/operation.ts';

export interface ShapeOptions {
  /** 0 <= x < 1, repeatable. */
  random(): number;
  /** Whether the client or the protocol treats this member in a special way. */
  skip(member: string): boolean;
}

/** Returns a random value of a schema without empty lists, maps or structures, which not every protocol supports. */
export function randomValue(schema: Schema, options: ShapeOptions, depth = 0, inHeader = false): unknown {
  if (schema.isStructSchema()) return randomStruct(schema, options, depth);
  const some = () => 1 + Math.floor(options.random() * 2);
  if (schema.isListSchema()) {
    return Array.from({ length: some() }, () =>
      randomValue(schema.getValueSchema(), options, depth + 1, isInHeader(schema)),
    );
  }
  if (schema.isMapSchema()) {
    const entries = Array.from({ length: some() }, (_, i) => [
      `key-${i}`,
      randomValue(schema.getValueSchema(), options, depth + 1),
    ]);
    return Object.fromEntries(entries);
  }
  return randomScalar(schema, options, inHeader || isInHeader(schema));
}

function isInHeader(schema: Schema): boolean {
  const traits = schema.getMergedTraits();
  return Boolean(traits.httpHeader || traits.httpPrefixHeaders !== undefined);
}

function randomStruct(schema: Schema, options: ShapeOptions, depth: number): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  const all = [...schema.structIterator()].filter(([name]) => !options.skip(name));
  const shallow = all.filter(([, member]) => !isAggregate(member));
  const members = depth > 4 && shallow.length > 0 ? shallow : all;
  const needed = new Set(requiredMembers(schema));
  const chosen = schema.isUnionSchema()
    ? [members[Math.floor(options.random() * members.length)]!]
    : members.filter(
        ([name, member]) =>
          needed.has(name) || isNeeded(member) || options.random() < (depth < 2 ? 0.7 : 0.4),
      );
  // A missing structure and an empty one look the same, so each nested structure has at least one member.
  const first = members.find(([, member]) => !isAggregate(member)) ?? members[0];
  for (const [name, member] of chosen.length > 0 || !first ? chosen : [first]) {
    value[name] = randomValue(member, options, depth + 1);
  }
  return value;
}

/** Returns whether the client would add the member by itself: idempotency tokens and empty payloads. */
function isNeeded(member: Schema): boolean {
  const { idempotencyToken, httpPayload } = member.getMergedTraits();
  return Boolean(idempotencyToken || httpPayload);
}

const isAggregate = (schema: Schema) =>
  schema.isStructSchema() || schema.isListSchema() || schema.isMapSchema();

const texts = ['plain', 'two words', 'a&b<c>"d"', "it's", 'x=y;z,1', 'ünï→códe', '%41+%2B', '123', 'true'];
const headerTexts = ['plain', 'two words', 'x=y;z', 'a, b', '%41+%2B', '123'];

function randomScalar(schema: Schema, options: ShapeOptions, inHeader: boolean): unknown {
  const traits = schema.getMergedTraits();
  const pick = (from: string[]) => from[Math.floor(options.random() * from.length)]!;
  if (schema.isStringSchema()) return pick(inHeader ? headerTexts : texts);
  if (schema.isBooleanSchema()) return options.random() < 0.5;
  if (schema.isNumericSchema()) return traits.httpResponseCode ? 200 : Math.floor(options.random() * 2 ** 31);
  if (schema.isTimestampSchema()) return new Date(Math.floor(options.random() * 2e9) * 1000);
  if (schema.isBlobSchema()) {
    return new Uint8Array(Array.from({ length: 9 }, () => Math.floor(options.random() * 256)));
  }
  if (schema.isBigIntegerSchema()) return BigInt(Math.floor(options.random() * 2 ** 40));
  return pick(texts);
}
