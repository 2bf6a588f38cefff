/** The reader of stdout has exited (`| head`), or stdout failed in another way. This ends the work, but is not an error. */
export class PipeClosed extends Error {
  constructor() {
    super('stdout was closed by its reader');
    this.name = 'PipeClosed';
  }
}
