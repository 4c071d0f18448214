import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { address, duration, size } from '../../../src/probe/keys/units.ts';

const rows: readonly (readonly [schema: z.ZodType, written: unknown, read: unknown])[] = [
  [duration, '1m30s', 90_000],
  [duration, '500ms', 500],
  [duration, '30', 'write a duration with its unit, such as 500ms, 30s, 5m, 12h or 7d'],
  [duration, 30, 'write a duration with its unit, such as 500ms, 30s, 5m, 12h or 7d'],
  [duration, '-1s', 'write a duration with its unit, such as 500ms, 30s, 5m, 12h or 7d'],
  [size, '64KiB', 65_536],
  [size, '1k', 'write a size with its unit, such as 512B, 64KiB or 1MiB'],
  [size, 512, 'write a size with its unit, such as 512B, 64KiB or 1MiB'],
  [address, 'mail.example:25', { host: 'mail.example', port: 25 }],
  [address, '[2001:db8::1]:53', { host: '2001:db8::1', port: 53 }],
  ...['mail.example', 'a:0', 'a:65536', '2001:db8::1:53', 'tcp://a:1', 'u@a:1', ' a:1', 'a b:1', 25].map(
    written =>
      [
        address,
        written,
        'write host:port, such as mail.example.org:25, 192.0.2.1:53 or [2001:db8::1]:53',
      ] as const,
  ),
];

for (const [schema, written, read] of rows) {
  test(`${JSON.stringify(written)} is read as ${JSON.stringify(read)}`, () => {
    const parsed = schema.safeParse(written);
    assert.deepEqual(
      parsed.success ? parsed.data : parsed.error.issues.map(({ message }) => message).join(),
      read,
    );
  });
}
