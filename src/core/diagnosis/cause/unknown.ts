import type { Cause } from '../cause.ts';
import { hasStatus, isForMembersOnly } from '../facts.ts';
import { type Check, check } from '../finding.ts';
import { hasCode } from '../symptom.ts';
import type { ComponentView } from '../view.ts';
import { isSentElsewhere } from './streaming-not-routed.ts';

/** What fails in no way that a rule knows. It says so, rather than guess. */
export const unknown: Cause = {
  id: 'unknown',
  publicSentence: {
    en: 'Some parts of the server have a problem; the cause is not known yet.',
    ko: '서버 일부에 문제가 있으며 원인은 아직 확인되지 않았습니다.',
  },
  find({ open }) {
    const left = open.filter(component => !isHarmless(component));
    if (left.length === 0) return null;
    const names = left.map(({ name }) => name).join(', ');
    return {
      confidence: 'possible',
      sentence: `No known cause explains what fails: ${names}.`,
      explains: left,
      checks: [
        ...hints(left),
        check('Look at what was expected and what came.', 'fedistatus check'),
        check(
          'Read the logs of the time when it began.',
          "journalctl --since '-30 minutes' -p warning --no-pager | tail -n 100",
        ),
      ],
    };
  },
};

/** Closed to strangers, or a copy that was being refreshed when a visitor's view was taken. */
function isHarmless(component: ComponentView): boolean {
  return isForMembersOnly(component) || (component.role === 'edge' && hasCode(component, 'stale_cache'));
}

/** Failures that are the configuration's rather than the server's. */
function hints(left: readonly ComponentView[]): readonly Check[] {
  const found: Check[] = [];
  if (left.some(isSentElsewhere)) {
    found.push(
      check(
        'Streaming has a host of its own: set `streaming` of this server to the address that the answer redirects to.',
      ),
    );
  }
  if (left.some(component => component.role === 'storage' && hasStatus(component, 404))) {
    found.push(
      check(
        'The object that is probed is gone: put `check.txt` back, or point `object_storage` at one that stays.',
      ),
    );
  }
  return found;
}
