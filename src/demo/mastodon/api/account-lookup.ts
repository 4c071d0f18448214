import { accountEntity } from '../../api/account.ts';
import { handle } from '../../federation/resource.ts';
import type { EndpointFactory } from '../mastodon.ts';
import { apiAnswer } from '../rails.ts';

/** `GET /api/v1/accounts/lookup?acct=…`, since 3.4. */
export const accountLookup: EndpointFactory = mastodon => {
  const { site, traits } = mastodon;
  if (!traits.accountLookup) return null;
  return {
    path: '/api/v1/accounts/lookup',
    component: null,
    needs: ['database', 'schema'],
    errors: 'json',
    answer: ({ query }) => {
      const name = (query.get('acct') ?? '').toLowerCase();
      const cache = traits.timelineCache;
      return name === site.account || name === handle(site)
        ? apiAnswer(mastodon, accountEntity(mastodon.site), { cache })
        : apiAnswer(mastodon, { error: 'Record not found' }, { status: 404, cache });
    },
  };
};
