import type { FailureCode } from '../../reason.ts';
import type { Cause } from '../cause.ts';
import { codeOf } from '../facts.ts';
import { check } from '../finding.ts';
import { nameOf, withPort } from '../host.ts';
import { namedPlaces, placesOf } from '../scene.ts';
import type { ComponentView } from '../view.ts';

/** What is wrong with a certificate, by the code of its refusal. */
const faults: ReadonlyMap<FailureCode | undefined, string> = new Map([
  ['tls_self_signed', 'it signs itself'],
  ['tls_untrusted', 'its chain is incomplete, or its issuer is not known'],
  ['tls_name_mismatch', 'it is for other names'],
  ['tls_purpose', 'it is not for servers'],
  ['tls_weak', 'its key or signature is too weak'],
  ['tls_not_yet_valid', 'it is not valid yet'],
]);

/** Fediverse §E 13b: with a missing intermediate certificate browsers work and other servers do not. */
export const certificateUntrusted: Cause = {
  id: 'certificate_untrusted',
  publicSentence: {
    en: 'A security certificate is not accepted; apps and other servers may refuse to connect.',
    ko: '보안 인증서가 유효한 것으로 인정되지 않아 앱과 다른 서버가 접속을 거부할 수 있습니다.',
  },
  find({ open, domain }) {
    const refused = open.filter(component => faults.has(codeOf(component)));
    if (refused.length === 0) return null;
    const host = placesOf(refused)[0] ?? domain;
    return {
      confidence: 'certain',
      sentence: `The certificate of ${namedPlaces(refused)} is not one to trust: ${namedFaults(refused)}.`,
      explains: refused,
      checks: [
        check(
          'See the chain and the names that are served.',
          `echo | openssl s_client -connect ${withPort(host)} -servername ${nameOf(host)} -showcerts 2>/dev/null | grep -E 's:|i:|Verif'`,
        ),
        check(
          'See that the proxy serves the full chain, not the certificate alone.',
          "nginx -T 2>/dev/null | grep -E 'server_name|ssl_certificate '",
        ),
        check(
          'See that the clock of the machine that monitors is right: it judges the dates.',
          'timedatectl',
        ),
      ],
    };
  },
};

function namedFaults(refused: readonly ComponentView[]): string {
  return [...new Set(refused.map(component => faults.get(codeOf(component)) ?? ''))].sort().join('; ');
}
