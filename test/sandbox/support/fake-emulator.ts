import { createServer } from 'node:http';
import { listening } from '../../support/listening.ts';

/** Starts a minimal emulator that has one session, creates one group, and accepts all events. */
export async function fakeEmulator(json: (target: string, body: string) => string) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      response.end(json(target, body));
    } else if (body.includes('GetCallerIdentity')) {
      const arn = 'arn:aws:sts::111122223333:assumed-role/worker/s1';
      response.end(
        `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AROAEXAMPLE:s1</UserId>` +
          '<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
      );
    } else {
      response.end(
        '<CreateSecurityGroupResponse><requestId>r1</requestId><return>true</return>' +
          '<groupId>sg-0123456789abcdef0</groupId></CreateSecurityGroupResponse>',
      );
    }
  });
  return listening(server);
}
