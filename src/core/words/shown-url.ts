/** A URL as it may be shown: whom it names as user, and with which password, is left out. */
export function shownUrl(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/\s]*@/, '$1…@');
}
