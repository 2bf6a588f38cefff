/** The reader of stdout has gone (`| head`): the end of the work, and no failure. Also any other end of stdout. */
export class PipeClosed extends Error {
  constructor() {
    super('stdout was closed by its reader');
    this.name = 'PipeClosed';
  }
}
