import type { Cause } from '../cause.ts';
import { check } from '../finding.ts';
import { nameOf, withPort } from '../host.ts';
import { namedPlaces, placesOf } from '../scene.ts';
import { hasCode } from '../symptom.ts';

/** Fediverse §E 13, and its eve: a certificate that should have been renewed by now. */
export const certificateExpired: Cause = {
  id: 'certificate_expired',
  publicSentence: {
    en: 'A security certificate was not renewed in time; browsers and apps may refuse to connect.',
    ko: '보안 인증서가 제때 갱신되지 않아 브라우저와 앱이 접속을 거부할 수 있습니다.',
  },
  find({ open, domain }) {
    const expired = open.filter(component => hasCode(component, 'tls_expired'));
    const due = open.filter(component => hasCode(component, 'tls_expires_soon'));
    const host = placesOf([...expired, ...due])[0] ?? domain;
    if (expired.length + due.length === 0) return null;
    return {
      confidence: expired.length > 0 ? 'certain' : 'likely',
      sentence:
        expired.length > 0
          ? `The certificate of ${namedPlaces(expired)} has expired: its renewal failed, or the renewed one was not loaded.`
          : `The certificate of ${namedPlaces(due)} is about to expire: its renewal is overdue.`,
      explains: [...expired, ...due],
      checks: [
        check(
          'See which certificate is served.',
          `echo | openssl s_client -connect ${withPort(host)} -servername ${nameOf(host)} 2>/dev/null | openssl x509 -noout -dates -issuer`,
        ),
        check('See whether the renewal works.', 'certbot certificates; certbot renew --dry-run'),
        check('Load a certificate that was renewed already.', 'nginx -t && systemctl reload nginx'),
      ],
    };
  },
};
