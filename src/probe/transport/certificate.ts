/** Our own judgement of a server's certificate, so that its facts are there whatever the judgement is. */
import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { TlsFacts } from '../../core/outcome.ts';
import type { FailureCode } from '../../core/reason.ts';

/** Why a certificate is not acceptable. */
export interface Refusal {
  readonly code: FailureCode;
  readonly message: string;
}

/** What a certificate says, and whether it says so of the host that was asked. */
interface Reading extends Omit<TlsFacts, 'protocol' | 'authorized'> {
  readonly isForName: boolean;
}

/** By name and fingerprint: a server shows the same certificate for weeks, and reading it takes OpenSSL 30 µs. */
const readings = new Map<string, Reading>();

/** More are not kept: the oldest goes. */
const mostReadings = 10_000;

function readingOf(certificate: X509Certificate, name: string): Reading {
  const key = `${name} ${certificate.fingerprint256}`;
  const known = readings.get(key);
  if (known !== undefined) return known;
  const reading = read(certificate, name);
  for (const oldest of readings.keys()) {
    if (readings.size < mostReadings) break;
    readings.delete(oldest);
  }
  readings.set(key, reading);
  return reading;
}

function read(certificate: X509Certificate, name: string): Reading {
  return {
    notBefore: certificate.validFromDate.getTime(),
    notAfter: certificate.validToDate.getTime(),
    subject: oneLine(certificate.subject ?? ''),
    issuer: oneLine(certificate.issuer ?? ''),
    subjectAltNames: excerpt(certificate.subjectAltName ?? ''),
    isForName: isFor(certificate, name),
  };
}

/**
 * Judges a certificate. `chainError` is the code of OpenSSL's own check of the chain, null when that passed; `name` is
 * the host name or IP literal that it must be for.
 */
export function refusalOf(
  certificate: X509Certificate,
  chainError: string | null,
  name: string,
): Refusal | null {
  if (chainError !== null) return chainRefusal(certificate, chainError);
  if (readingOf(certificate, name).isForName) return null;
  const names = certificate.subjectAltName ?? 'none';
  return {
    code: 'tls_name_mismatch',
    message: `the certificate is not for ${name}; its names: ${excerpt(names)}`,
  };
}

/** Only subject alternative names count: RFC 9525 §6.3 has retired the common name, and browsers follow it. */
function isFor(certificate: X509Certificate, name: string): boolean {
  if (isIP(name) !== 0) return certificate.checkIP(name) !== undefined;
  const found = certificate.checkHost(name, { subject: 'never', partialWildcards: false });
  return found !== undefined || isUnderWildcard(certificate, name);
}

/** For OpenSSL `*` stands for no label with an underscore; for browsers, curl and Go it does. */
function isUnderWildcard(certificate: X509Certificate, name: string): boolean {
  const [label = '', ...parent] = name.toLowerCase().split('.');
  if (!label.includes('_') || parent.length < 2) return false;
  const names = (certificate.subjectAltName ?? '').toLowerCase().split(', ');
  return names.includes(`dns:*.${parent.join('.')}`);
}

const chainCodes: Readonly<Record<string, FailureCode>> = {
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_not_yet_valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_self_signed',
  INVALID_PURPOSE: 'tls_purpose',
};

function chainRefusal(certificate: X509Certificate, chainError: string): Refusal {
  const message = `the certificate is not trusted: ${chainError}`;
  const code = chainCodes[chainError];
  if (code !== undefined) return { code, message };
  // Node.js has no code for the checks of OpenSSL's security level (here: 2), so we look for ourselves.
  if (chainError === 'UNSPECIFIED' && isWeak(certificate)) {
    return { code: 'tls_weak', message: 'the certificate has a weak key or signature' };
  }
  return { code: 'tls_untrusted', message };
}

function isWeak(certificate: X509Certificate): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const isShort = asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) < 2048;
  return isShort || /md5|sha1/i.test(certificate.signatureAlgorithm ?? '');
}

/** What the results say of a certificate that was shown for a name. */
export function tlsFactsOf(
  certificate: X509Certificate,
  name: string,
  connection: { readonly protocol: string | null; readonly authorized: boolean },
): TlsFacts {
  const { protocol, authorized } = connection;
  const { notBefore, notAfter, subject, issuer, subjectAltNames } = readingOf(certificate, name);
  const facts = { notBefore, notAfter, subject, issuer, subjectAltNames, authorized };
  return protocol === null ? facts : { protocol, ...facts };
}

function oneLine(name: string): string {
  return excerpt(name.replaceAll('\n', ', '));
}

/** A certificate may have ten thousand names. What is cut off is copied, since a piece of a text keeps all of it. */
function excerpt(text: string): string {
  return text.length > 1024 ? `${Buffer.from(text.slice(0, 1024)).toString()}…` : text;
}
