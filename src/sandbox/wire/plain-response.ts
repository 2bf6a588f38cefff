import type { WireResponse } from './message.ts';

/** Responses with text of one content type. */
export function jsonResponse(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

/** `body` is the root element. */
export function xmlResponse(status: number, body: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: `${xmlDeclaration}${body}`,
  };
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
