/** What a printed command must name, so that it works on the same stack with the same credentials. */
export interface CommandPlace {
  stack: string;
  region: string;
  /** The `--profile` and `--endpoint-url` of this run, as words of a shell; both tools have them. */
  access?: string | undefined;
}

/** `secgroup-monitor <words>` for this stack, as a user types it. */
export function ourCommand(words: string, place: CommandPlace): string {
  return `secgroup-monitor ${words} --stack ${place.stack} --region ${place.region}${place.access ?? ''}`;
}

/** `aws …` in this Region, or in another one. */
export function awsCommand(words: string, place: Omit<CommandPlace, 'stack'>): string {
  return `${words} --region ${place.region}${place.access ?? ''}`;
}
