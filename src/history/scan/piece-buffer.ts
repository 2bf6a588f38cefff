/** The last pieces of a text, joined only if necessary. Positions count from the beginning of the text. */
export class PieceBuffer {
  #pieces: Buffer[] = [];
  #length = 0;
  /** The position after the last piece. */
  end = 0;

  /** The first position that is still in memory. */
  get start(): number {
    return this.end - this.#length;
  }

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.end += piece.length;
  }

  /** Returns all pieces as one buffer. */
  joined(): Buffer {
    if (this.#pieces.length !== 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0]!;
  }

  /** Returns the last bytes, at most `length`. */
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

  /** Drops the oldest pieces, as long as `length` bytes remain. */
  keep(length: number): void {
    while (this.#pieces.length > 1 && this.#length - this.#pieces[0]!.length >= length) {
      this.#length -= this.#pieces.shift()!.length;
    }
  }
}
