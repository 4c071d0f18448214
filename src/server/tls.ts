import type { TLSSocket, TlsOptions } from 'node:tls';
import type { ClientAuth, WebTls } from '../core/web-security.ts';

/** The settings of a TLS server. Whether certificates of clients are asked for cannot change while it listens. */
export function tlsOptions(tls: WebTls): TlsOptions {
  const { clientCa, cipherSuites, curves, clientAuth } = tls;
  return {
    cert: tls.certificate,
    key: tls.key.reveal(),
    minVersion: tls.minVersion,
    maxVersion: tls.maxVersion,
    honorCipherOrder: tls.preferServerCipherSuites,
    requestCert: clientAuth.request,
    rejectUnauthorized: clientAuth.require && clientAuth.verify,
    ...(clientCa === null ? {} : { ca: clientCa }),
    ...(cipherSuites === null ? {} : { ciphers: cipherSuites }),
    ...(curves === null ? {} : { ecdhCurve: curves }),
  };
}

/**
 * Whether a client's certificate is as the configuration wants it. Node.js itself knows only "required and verified";
 * the ways of Go in between are decided here.
 */
export function isClientAcceptable(socket: TLSSocket, { require, verify }: ClientAuth): boolean {
  const hasCertificate = Object.keys(socket.getPeerCertificate()).length > 0;
  if (!hasCertificate) return !require;
  return !verify || socket.authorized;
}
