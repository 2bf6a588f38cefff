/** Paths of open streams, for example of `<(…)` in a shell. They are pipes or links, and whoever names one wants the stream. */
const STREAM = /^\/(?:dev\/(?:stdin|stdout|stderr|fd\/\d+)|proc\/self\/fd\/\d+)$/;

export function isStream(path: string): boolean {
  return STREAM.test(path);
}
