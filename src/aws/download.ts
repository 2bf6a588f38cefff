import { type Agent as HttpAgent, get as httpGet, type IncomingMessage } from 'node:http';
import { type Agent as HttpsAgent, get as httpsGet } from 'node:https';
import { AppError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';

/** Returns a download function for signed URLs of AWS (the function's zip). It uses the same proxy as the calls. */
export function downloader(httpAgent: HttpAgent, httpsAgent: HttpsAgent) {
  return async (url: string, signal?: AbortSignal): Promise<Uint8Array> => {
    const { protocol, host } = new URL(url);
    try {
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const options = signal === undefined ? {} : { signal };
        const request =
          protocol === 'https:'
            ? httpsGet(url, { agent: httpsAgent, ...options }, resolve)
            : httpGet(url, { agent: httpAgent, ...options }, resolve);
        request.once('error', reject);
      });
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      if (answer.statusCode !== 200)
        throw new Error(say`the server responded with status ${answer.statusCode}`);
      return Buffer.concat(chunks);
    } catch (cause) {
      signal?.throwIfAborted();
      throw new AppError({
        kind: 'aws',
        code: 'download-failed',
        message: say`Could not download the code of the installed function from ${host}: ${(cause as Error).message}.`,
        hint: say`Check the connection to this host, then run the same command again. With --baseline, audit does not need the download.`,
        cause,
      });
    }
  };
}
