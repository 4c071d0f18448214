import type { Publication } from './publisher.ts';

/** A JSON answer for people and programs alike. */
export function prettyJson(value: unknown): Publication {
  return {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: `${JSON.stringify(value, null, 2)}\n`,
  };
}
