// Answers of a server in trouble, each in the form of the API that was called, or as the pages in front of it.

import { html, json, type Reply } from '../http/exchange.ts';
import { fault, faultReply } from '../soap/faults.ts';
import type { FaultKind } from './rule.ts';
import type { Surface } from './surface.ts';

/** The answer a fault is; undefined for faults that are none. `number` makes the error's id. */
export function serverError(kind: FaultKind, surface: Surface, number: number): Reply | undefined {
  switch (kind) {
    case 'unknown-exception':
      return unknownException(surface, number);
    case 'server-unavailable':
      return serverUnavailable(surface);
    case 'bad-gateway':
      return htmlPage(502, 'Bad Gateway', 'The server received an invalid response from an upstream server.');
    case 'maintenance':
      return htmlPage(
        503,
        'We are down for maintenance.',
        'Sorry for the inconvenience. We’ll be back shortly.',
      );
    case 'gateway-timeout':
      return htmlPage(504, 'Gateway Time-out', 'The server didn’t respond in time.');
    default:
      return undefined;
  }
}

function unknownException(surface: Surface, number: number): Reply {
  if (surface === 'oauth') return oauthError(400, 'unknown_error', 'retry your request');
  const id = `${1_287_432_555 + number}-${62_438 + number} (-1073734177)`;
  const message = `An unexpected error occurred. Please include this ErrorId if you contact support: ${id}`;
  if (surface === 'soap') return faultReply(fault('UNKNOWN_EXCEPTION', message));
  if (surface === 'rest') return json(500, [{ message, errorCode: 'UNKNOWN_EXCEPTION' }]);
  return htmlPage(500, 'An internal server error has occurred', message);
}

/** The OAuth form is RFC 6749's; no recorded answer of Salesforce is known. */
function serverUnavailable(surface: Surface): Reply {
  const message = 'Server Unavailable: please retry later';
  if (surface === 'oauth') return oauthError(503, 'temporarily_unavailable', 'server busy');
  if (surface === 'soap') return { ...faultReply(fault('SERVER_UNAVAILABLE', message)), status: 503 };
  if (surface === 'rest') return json(503, [{ message, errorCode: 'SERVER_UNAVAILABLE' }]);
  return htmlPage(503, 'Service Unavailable', message);
}

function oauthError(status: number, error: string, description: string): Reply {
  return json(status, { error, error_description: description }, { 'cache-control': 'no-cache, no-store' });
}

function htmlPage(status: number, title: string, text: string): Reply {
  return html(
    status,
    `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`,
  );
}
