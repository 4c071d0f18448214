import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { clip, type Span, union, without } from '../../src/core/span.ts';

const span = fc.tuple(fc.nat(40), fc.nat(10)).map(([from, length]): Span => ({ from, until: from + length }));
const spans = fc.array(span, { maxLength: 12 });
const instants = Array.from({ length: 60 }, (_, instant) => instant);

function contains(all: readonly Span[], instant: number): boolean {
  return all.some(({ from, until }) => from <= instant && instant < until);
}

test('a union holds the same instants, in order and apart', () => {
  fc.assert(
    fc.property(spans, all => {
      const merged = union(all);
      for (const instant of instants) assert.equal(contains(merged, instant), contains(all, instant));
      for (const [index, { from, until }] of merged.entries()) {
        assert.ok(from < until);
        assert.ok(index === 0 || from > (merged[index - 1]?.until ?? 0));
      }
    }),
  );
});

test('what is left without the holes are the instants in none of them', () => {
  fc.assert(
    fc.property(span, spans, (whole, holes) => {
      const rest = without(whole, union(holes));
      for (const instant of instants) {
        assert.equal(contains(rest, instant), contains([whole], instant) && !contains(holes, instant));
      }
    }),
  );
});

test('a clipped span lies within both', () => {
  assert.deepEqual(clip({ from: 1, until: 5 }, { from: 3, until: 9 }), { from: 3, until: 5 });
  assert.equal(clip({ from: 1, until: 3 }, { from: 3, until: 9 }), null);
});
