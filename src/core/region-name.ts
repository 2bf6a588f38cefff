/** True if the text has the form of a Region name (`eu-west-1`, `us-gov-west-1`). The Region may still not exist. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z]+)+-\d+$/.test(text);
}
