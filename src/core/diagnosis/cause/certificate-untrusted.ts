import type { FailureCode } from '../../reason.ts';
import type { Cause } from '../cause.ts';
import { check } from '../finding.ts';
import { nameOf, withPort } from '../host.ts';
import { namedPlaces, placesOf } from '../scene.ts';
import { hasCode } from '../symptom.ts';

const codes: readonly FailureCode[] = [
  'tls_self_signed',
  'tls_untrusted',
  'tls_name_mismatch',
  'tls_purpose',
  'tls_weak',
  'tls_not_yet_valid',
];

/** Fediverse §E 13b: with a missing intermediate certificate browsers work and other servers do not. */
export const certificateUntrusted: Cause = {
  id: 'certificate_untrusted',
  publicSentence: {
    en: 'A security certificate is not accepted; apps and other servers may refuse to connect.',
    ko: '보안 인증서가 유효한 것으로 인정되지 않아 앱과 다른 서버가 접속을 거부할 수 있습니다.',
  },
  find({ open, domain }) {
    const refused = open.filter(component => hasCode(component, ...codes));
    if (refused.length === 0) return null;
    const host = placesOf(refused)[0] ?? domain;
    return {
      confidence: 'certain',
      sentence: `The certificate of ${namedPlaces(refused)} is not one to trust: incomplete chain, wrong name, unknown issuer or not valid yet.`,
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
        check('See that the clock of the server is right.', 'timedatectl'),
      ],
    };
  },
};
