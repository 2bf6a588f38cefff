import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileProblem, notRegular } from '../../core/words/file-problem.ts';
import type { ScanInput } from '../scan/scan-source.ts';
import { type DayRange, deliveryDay, isLogName, isOtherKind, mayHold } from './archive-path.ts';

export interface FileList {
  inputs: ScanInput[];
  /** The number of files that were skipped because their path shows another day. */
  pruned: number;
  /** Folders and paths that can't be read. */
  problems: { name: string; reason: string }[];
}

/** Lists the log files at a path: the file itself, or all below a folder, in any layout. */
export function listFiles(path: string, days: DayRange): FileList {
  const list: FileList = { inputs: [], pruned: 0, problems: [] };
  try {
    if (statSync(path).isDirectory()) walk(path, days, list);
    else add(path, list);
  } catch (error) {
    list.problems.push({ name: path, reason: fileProblem(error) });
  }
  return list;
}

function walk(folder: string, days: DayRange, list: FileList): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (isOtherKind(path)) continue;
    if (entry.isDirectory()) {
      try {
        walk(path, days, list);
      } catch (error) {
        list.problems.push({ name: path, reason: fileProblem(error) });
      }
    } else if (isLogName(entry.name)) {
      if (!mayHold(deliveryDay(path), days)) list.pruned++;
      else if (entry.isFile()) list.inputs.push({ name: path, path });
      else add(path, list);
    }
  }
}

/** Adds a file, also through links. Not a pipe or device, because to open or read it might not end. */
function add(path: string, list: FileList): void {
  try {
    if (!statSync(path).isFile()) throw notRegular();
    list.inputs.push({ name: path, path });
  } catch (error) {
    list.problems.push({ name: path, reason: fileProblem(error) });
  }
}
