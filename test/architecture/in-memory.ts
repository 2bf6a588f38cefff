import type { Violation } from './rules/violations.ts';
import { makeTree, type Tree } from './sources.ts';

/** A tree of a few files, by their paths, to check that each rule fails on code that violates it. */
export const tree = (texts: Record<string, string>): Tree =>
  makeTree(Object.keys(texts), (file) => texts[file] ?? '');
export const sources = (texts: Record<string, string>) => tree(texts).sources;
export const imports = (texts: Record<string, string>) => sources(texts).flatMap((source) => source.imports);
export const textsOf = (violations: Violation[]) => violations.map(({ text }) => text);
