/** The operations that the sandbox answers: only their schemas come into the bundle. */
export {
  AssumeRole$,
  GetCallerIdentity$,
  GetSessionToken$,
} from '@aws-sdk/client-sts';
