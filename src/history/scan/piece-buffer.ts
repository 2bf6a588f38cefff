/** The last pieces of a text, joined only when they have to be. Places count from the text's beginning. */
export class PieceBuffer {
  #pieces: Buffer[] = [];
  #length = 0;
  /** Just behind the last piece. */
  end = 0;

  /** The first place that is still held. */
  get start(): number {
    return this.end - this.#length;
  }

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.end += piece.length;
  }

  /** All that is held as one. */
  joined(): Buffer {
    if (this.#pieces.length !== 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0]!;
  }

  /** The last bytes, at most so many. */
  tail(length: number): Buffer {
    const parts: Buffer[] = [];
    let missing = length;
    for (let i = this.#pieces.length - 1; i >= 0 && missing > 0; i--) {
      const part = this.#pieces[i]!.subarray(-missing);
      parts.unshift(part);
      missing -= part.length;
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  /** Lets go of whole pieces as long as so many bytes remain. */
  keep(length: number): void {
    while (this.#pieces.length > 1 && this.#length - this.#pieces[0]!.length >= length) {
      this.#length -= this.#pieces.shift()!.length;
    }
  }
}
