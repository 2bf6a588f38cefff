import type { Catalogue } from '../../core/words/say.ts';

export const SCOPES: Catalogue = {
  '--regions names no Region.': '--regions にリージョンが指定されていません。',
  'Write --regions eu-west-1,us-east-1, or --regions all.':
    '--regions ap-northeast-1,us-east-1 または --regions all のように書いてください。',
  'Not enabled for this account, or no Region at all: {0}.':
    'このアカウントで有効でないか、リージョンではありません: {0}。',
  'Use some of {0}, or all.': '{0} の中から選ぶか、all を指定してください。',
};
