/** The operations that the sandbox supports. The bundle contains only their schemas. */
export {
  AssumeRole$,
  GetCallerIdentity$,
  GetSessionToken$,
} from '@aws-sdk/client-sts';
