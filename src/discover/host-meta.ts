import { hostMetaAccept, maxHostMetaBytes, readTemplate } from '../probe/activitypub/host-meta.ts';
import { ProbeFailure } from '../probe/failure.ts';
import { originOf } from '../probe/origin.ts';
import { describeReply, type Question, type Reply } from './asker.ts';

/** What host-meta said. */
export type HostMeta =
  | { readonly ok: true; readonly webOrigin: string }
  | { readonly ok: false; readonly why: string };

export function hostMetaQuestion(domain: string): Question {
  const url = `${originOf(domain)}/.well-known/host-meta`;
  return { url, accept: hostMetaAccept, maxBodyBytes: maxHostMetaBytes };
}

/** Reads where webfinger is, which is where the server is. */
export function readHostMeta(reply: Reply): HostMeta {
  if (reply.kind === 'silence' || reply.status !== 200) return { ok: false, why: describeReply(reply) };
  try {
    return { ok: true, webOrigin: new URL(readTemplate(reply.text).replaceAll('{uri}', 'x')).origin };
  } catch (error) {
    if (!(error instanceof ProbeFailure)) throw error;
    return { ok: false, why: error.message };
  }
}
