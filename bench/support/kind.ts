/** What is asked: the same 2,110 bytes, in the clear or over TLS with one of two certificates. */
export const kinds = ['http', 'p256', 'rsa'] as const;

export type Kind = (typeof kinds)[number];

export const kindNames: Readonly<Record<Kind, string>> = {
  http: 'HTTP',
  p256: 'HTTPS, P-256',
  rsa: 'HTTPS, RSA-2048',
};

/** At the very end of the answer, so that a probe has to read all of it. */
export const keyword = '"status": "ok"';

const bodyBytes = 2110;
const padding = bodyBytes - '{"filler": "", "status": "ok"}\n'.length;

export const body: string = `{"filler": "${'x'.repeat(padding)}", ${keyword}}\n`;
