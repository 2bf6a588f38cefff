/**
 * Phrases of the project's old private vocabulary, each with plain words to write instead. docs/writing.md
 * lists them for people. The list contains only phrases without another meaning, so every finding of
 * test/writing.test.ts is worth a change.
 */
export interface PrivateWord {
  /** A space matches any white space, so a phrase is also found across a line break. */
  phrase: RegExp;
  write: string;
}

/** Plain English: `tells you`, `tell the user`, `tells Lambda to`. */
const LISTENER =
  '(?:you|us|them|people|users?|readers?|whoever|AWS|Lambda|EventBridge|CloudWatch|IAM|Node|npm|git|' +
  '(?:the|an?|its) (?:users?|readers?|caller|client|operator|person|team|SDK|shell))';
const BE = '(?:is|are|was|were|be|been)';
/** What follows an adjective at the end of its clause. */
const ENDS =
  '(?=$|[.,:;)|]| (?:and|as|at|before|by|even|in|is|it|or|so|to|until|when|where|while|within)\\b)';

const WORDS: readonly (readonly [phrase: string, write: string])[] = [
  // Verbs
  [`(?:tells?|telling)\\b(?! ${LISTENER}\\b)`, 'report, show, say, explain'],
  ['told\\b(?! (?:to|not to)\\b)', 'reported, shown, distinguished'],
  ['(?:stands?|standing|stood)\\b(?!-| (?:by|for|in for|out|still)\\b)', 'be, be in, appear, come before'],
  ['held (?:to|equal|against)\\b', 'compared with, checked against'],
  ['to the letter\\b', 'exactly'],
  [
    '(?:takes?|took|taken) (?:it|them|this|that|us|no (?!longer)\\w+) for (?:an?|no|less|more)\\b',
    'treat as, mistake for',
  ],
  [`${BE} taken for\\b(?! granted)`, 'treated as, mistaken for'],
  ['mend(?:s|ed|ing)?\\b(?![./])', 'fix; of a group: restore'],
  [`${BE} put(?=$|[.,;:)]| (?:and|as a|back|off|right)\\b)`, 'is restored, is fixed, is set'],
  ['not put back\\b|putting back\\b|puts? (?:a |the |the same )?groups? back\\b', 'restore'],
  [`puts? (?:\\S+ ){1,5}right${ENDS}`, 'fix'],
  ['(?:lie|lies|lying) (?:before|behind|below|beside|in|one|outside|there|within)\\b', 'be in, be next to'],
  ['bears?\\b(?! in mind)', 'have, carry'],
  ['works?(?:ed)? (?:a plan |the plan )?off\\b', 'apply'],
  ['(?:takes?|took|taken) up (?:again|and|what)\\b', 'adopt, resume'],
  ['go(?:es)? on (?:where|from there)\\b', 'resume, continue from'],
  ['speaks? of\\b', 'mention, be about'],
  ['hangs? on\\b', 'belong to, depend on'],
  ['knows? no\\b', 'does not know, does not support'],
  ['be had\\b', 'be available'],
  ['(?:is rid of|rids)\\b', 'removes, empties'],
  [
    'lets? (?:the rules|a rule|a service|services|CloudTrail|it|them) in\\b(?! (?:an?|its|state|the)\\b)',
    'allow, accept from',
  ],
  // States
  [
    `(?:${BE}|stays?|held|holds?|taken|reads?|back|keeps?|kept|copied|sees it) whole${ENDS}`,
    'intact; at once; it works',
  ],
  ['wholly\\b', 'completely, entirely'],
  ['in line\\b(?! \\d)', 'matches the baseline'],
  ['out of line\\b', 'differs from the baseline'],
  ['the baseline means\\b|means (?:it|them)(?= to| not to|\\s*(?:$|[.,:;)|]))', 'the baseline allows'],
  [`${BE} meant\\b(?! (?:as|by|for|to)\\b)|meant of it\\b|nothing meant\\b`, 'the baseline allows'],
  ['hardly meant\\b', 'probably a mistake'],
  ['as (?:asked|wanted)\\b', 'as planned, as configured'],
  ['yet to be \\w+', 'not … yet'],
  // Denials
  [`(?<!\\bthere )${BE} none\\b(?! (?:of|the)\\b)`, 'is not one, is not a …'],
  [
    `(?<!\\bthere )${BE} no (?!better|different|doubt|less|longer|matter|more|need|one|reason|such|use|way)[a-z]+`,
    'is not a …',
  ],
  ['(?:that|which|what) (?:is|are) no more\\b(?! than\\b)', 'no longer exists'],
  ['all but\\b', 'everything except'],
  ['but for\\b', 'except'],
  ['can not\\b(?! only\\b)', 'cannot'],
  ['for want of\\b', 'because … is missing'],
  ['in vain\\b', 'say what did not happen'],
  ['not the end\\b', 'say what continues'],
  ['without a word\\b', 'silently, without a warning'],
  // Small words
  ['anew\\b', 'again'],
  ['and yet\\b', 'but'],
  ['of (?:ours|yours)\\b', 'our, your; a bug in secgroup-monitor'],
  ["one's own\\b|of one's\\b", 'its own, your own'],
  ['whosesoever\\b', 'whoever owns it'],
  ['what of (?:an?|its?|one|that|the|them)\\b', 'which part of'],
  ['in the place of\\b', 'instead of'],
  [
    '(?:that|this) very\\b|the very (?:call|group|name|point|same|stack|state|suite|tarball)\\b',
    'this, that same',
  ],
  ['(?:at most|below|after|for|up to) so (?:long|many)\\b(?! that\\b)', 'for this long, at most N'],
  ['some (?:minutes|seconds)\\b', 'a few'],
  ['up to then\\b', 'the end of the period'],
  ['only else\\b|(?<=;) else (?:as|the)\\b', 'otherwise; (default: …)'],
];

export const PRIVATE_WORDS: readonly PrivateWord[] = WORDS.map(([phrase, write]) => ({
  phrase: new RegExp(`(?<![\\w./#-])(?:${phrase.replaceAll(' ', '\\s+')})`, 'gi'),
  write,
}));

/** A test's title continues "it": `reports …`, `refuses …`, `never shows …`. It can also begin with a value. */
export const BEHAVIOUR =
  /^(?:[%$]|(?:never |no longer |only |still )?(?!as\b|its\b|this\b|thus\b|towards\b)[a-z]+s\b)/;
