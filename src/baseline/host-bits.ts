import { BITS, formatCidr, isCidrProblem, readCidr } from '../core/exposure/cidr.ts';
import { say } from '../core/words/say.ts';

/** A CIDR block with host bits in a text. */
export interface HostBits {
  offset: number;
  message: string;
}

/**
 * Finds CIDR blocks whose address is not the first of the block, such as `10.1.2.3/8`. EC2 and this product clear the
 * bits after the prefix, so such a block admits more than the one address that it appears to mean.
 */
export function hostBitsIn(text: string): HostBits[] {
  const found: HostBits[] = [];
  for (const match of text.matchAll(/([0-9a-f.:]+)\/\d{1,3}(?![\w.:/])/gi)) {
    const [written, address = ''] = match;
    const block = readCidr(written);
    if (isCidrProblem(block)) continue;
    const host = readCidr(`${address}/${BITS[block.kind]}`);
    if (isCidrProblem(host) || host.address === block.address) continue;
    const meant = formatCidr(block);
    found.push({
      offset: match.index,
      message: say`${written} has bits after its prefix, so it means ${meant}; write that, or ${address}/${BITS[block.kind]} for one address`,
    });
  }
  return found;
}
