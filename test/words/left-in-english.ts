/** What looks like words for people and is not said in their language, with the reason. */
export interface LeftInEnglish {
  /** A file, or a folder with a slash at its end. */
  where: string;
  /** Only texts that match; without it, all of them. */
  text?: RegExp;
  because: string;
}

export const LEFT_IN_ENGLISH: readonly LeftInEnglish[] = [
  { where: 'src/sandbox/', because: 'it answers as AWS does' },
  { where: 'handler/', because: 'it writes records, which are the same for every reader' },
  { where: 'src/words/', because: 'they are the catalogues' },
  { where: 'src/cli/man-page.ts', because: 'the man page is built once, in English' },
  {
    where: 'src/cli/help-text.ts',
    because: 'it is the quick answer in English; other languages are asked of commander',
  },
  { where: 'src/render/audit-html/', because: 'a report is passed on to readers of any language' },
];
