import type { Fault } from '../fault.ts';
import type { DemoRequest } from '../message.ts';
import type { Site } from '../site.ts';

/** Asks for somebody else in place of the account, so that each software says in its own way that there is nobody. */
export function accountUnknown({ account }: Site): Fault {
  return {
    id: 'account_unavailable',
    summary: 'The probed account was renamed: its page and webfinger no more know it by that name.',
    diagnosis: 'account_unavailable',
    layer: 'program',
    intercept: ({ request }, next) => next(renamed(request, account)),
  };
}

function renamed(request: DemoRequest, account: string): DemoRequest {
  // A name is what stands between slashes, `@`, `:` and dots, which may be encoded in a query.
  const name = new RegExp(`(?<=[/@:]|%3A)${account}(?=$|[/@.&]|%40)`, 'gi');
  const search = request.search.replace(name, 'nobody');
  return {
    ...request,
    path: request.path.replace(name, 'nobody'),
    search,
    query: new URLSearchParams(search),
  };
}
