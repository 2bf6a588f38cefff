/** Removes the user name and password from a URL, so that it can be shown. */
export function shownUrl(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/\s]*@/, '$1…@');
}
