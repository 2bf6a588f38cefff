import type { Calls } from './calls.ts';
import { FaultSyntaxError, type Faults } from './faults.ts';
import { equalSecrets } from './values/secret.ts';
import type { WireRequest, WireResponse } from './wire/message.ts';
import { jsonResponse } from './wire/plain-response.ts';

/** Path of the control requests of a running sandbox. No bucket can have this name. */
const controlPath = '/_sandbox';

/**
 * Controls a running sandbox over HTTP, for tests of a command line in a separate process:
 * `GET /_sandbox/calls`, `DELETE /_sandbox/calls`, `GET /_sandbox/faults`, `POST /_sandbox/faults` (one fault
 * per line, in its text form), `DELETE /_sandbox/faults`. These need the header
 * `Authorization: Bearer <secret access key>`. `GET /_sandbox/health` needs no header.
 */
export function control(
  request: WireRequest,
  { faults, calls, secret }: { faults: Faults; calls: Calls; secret: string },
): WireResponse | undefined {
  if (request.path !== controlPath && !request.path.startsWith(`${controlPath}/`)) return undefined;
  const what = `${request.method} ${request.path.slice(controlPath.length)}`;
  if (what === 'GET /health') return jsonResponse(200, { ok: true });
  if (!equalSecrets(request.headers.authorization ?? '', `Bearer ${secret}`)) {
    const message = 'Send the header "Authorization: Bearer" with the secret access key of the sandbox.';
    return jsonResponse(403, { message }, { 'www-authenticate': 'Bearer' });
  }
  switch (what) {
    case 'GET /calls':
      return jsonResponse(200, calls.entries);
    case 'DELETE /calls':
      calls.clear();
      return jsonResponse(200, []);
    case 'GET /faults':
      return jsonResponse(200, faults.list());
    case 'POST /faults':
      return addFaults(new TextDecoder().decode(request.body), faults);
    case 'DELETE /faults':
      faults.clear();
      return jsonResponse(200, []);
    default:
      return jsonResponse(404, { message: `${what} is not a control request` });
  }
}

function addFaults(body: string, faults: Faults): WireResponse {
  try {
    const lines = body.split('\n').filter((line) => line.trim() !== '');
    return jsonResponse(
      200,
      lines.map((line) => faults.add(line).id),
    );
  } catch (error) {
    if (error instanceof FaultSyntaxError) return jsonResponse(400, { message: error.message });
    throw error;
  }
}
