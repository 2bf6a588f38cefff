import type { Catalogue } from '../../core/words/say.ts';

export const SCOPES: Catalogue = {
  'The value of --regions contains no Region.': '--regions にリージョンが指定されていません。',
  'Use --regions eu-west-1,us-east-1 or --regions all.':
    '--regions ap-northeast-1,us-east-1 または --regions all のように書いてください。',
  'These Regions do not exist or are not enabled for this account: {0}.':
    'このアカウントで有効でないか、リージョンではありません: {0}。',
  'Choose from {0}, or use --regions all.': '{0} の中から選ぶか、--regions all を指定してください。',
};
