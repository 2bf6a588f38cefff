/** Has it the form of a Region's name (`eu-west-1`, `us-gov-west-1`)? Whether there is such a Region, EC2 knows. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z]+)+-\d+$/.test(text);
}
