/**
 * The process of a function. It loads the handler from the unpacked zip and runs one invocation at a time.
 * When the channel to the sandbox closes for any reason, the process ends.
 */
import { rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { logError, patchConsole, patchOutput } from './child-output.ts';
import { errorRecord, loadHandler, runHandler } from './handler.ts';
import { type ChildMessage, type InvokeMessage, taskFolderPrefix, variablesVariable } from './protocol.ts';

const taskRoot = process.env.LAMBDA_TASK_ROOT ?? process.cwd();
const rootFolder = dirname(taskRoot);
// Set only now, so that they change neither Node's own start nor the dynamic linker.
const variables = process.env[variablesVariable] ?? '{}';
delete process.env[variablesVariable];
Object.assign(process.env, JSON.parse(variables));
const channel = process.send!.bind(process);
// On Lambda there is no parent process. Libraries that look for one must not find it.
process.send = undefined;

let requestId: string | undefined;
const send = (message: ChildMessage, then?: () => void) => channel(message, () => then?.());
const memoryMb = () => Math.ceil(process.resourceUsage().maxRSS / 1024);
const output = {
  emit: (text: string) => void send({ type: 'line', time: Date.now(), text }),
  requestId: () => requestId,
};

process.on('disconnect', () => {
  if (basename(rootFolder).startsWith(taskFolderPrefix)) rmSync(rootFolder, { recursive: true, force: true });
  process.exit(0);
});
// Ctrl-C in a terminal reaches the whole process group, but only the sandbox ends its functions.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

const flush = patchOutput(output);
patchConsole(output);

/** An error outside the handler's promise ends the process, as on Lambda. */
function fail(title: string, errorType: string | undefined, error: unknown): void {
  const record = errorRecord(error);
  if (errorType !== undefined) record.errorType = errorType;
  logError(output, title, record);
  flush();
  const message: ChildMessage =
    requestId === undefined
      ? { type: 'initError', error: record }
      : { type: 'error', requestId, error: record, memoryMb: memoryMb(), fatal: true };
  send(message, () => process.exit(129));
}
process.on('uncaughtException', (error) => fail('Uncaught Exception', undefined, error));
process.on('unhandledRejection', (reason) =>
  fail('Unhandled Promise Rejection', 'Runtime.UnhandledPromiseRejection', reason),
);

try {
  const handler = await loadHandler(taskRoot, process.env._HANDLER ?? '');
  process.on('message', async (message: InvokeMessage) => {
    requestId = message.requestId;
    try {
      const payload = await runHandler(handler, message);
      flush();
      send({ type: 'result', requestId: message.requestId, payload, memoryMb: memoryMb() });
    } catch (error) {
      const record = errorRecord(error);
      logError(output, 'Invoke Error', record);
      flush();
      send({
        type: 'error',
        requestId: message.requestId,
        error: record,
        memoryMb: memoryMb(),
        fatal: false,
      });
    }
  });
  send({ type: 'ready' });
} catch (error) {
  fail('Uncaught Exception', undefined, error);
}
