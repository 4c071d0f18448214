import { emojiPath } from '../../storage.ts';
import type { EndpointFactory } from '../mastodon.ts';
import { apiAnswer } from '../rails.ts';

/** `GET /api/v1/custom_emojis`: each with the address of its picture on the object storage. */
export const customEmojis: EndpointFactory = mastodon => ({
  path: '/api/v1/custom_emojis',
  component: null,
  needs: ['database'],
  errors: 'json',
  answer: () => {
    const url = mastodon.site.storageOrigin + emojiPath;
    const emojis = [{ shortcode: 'fedi', url, static_url: url, visible_in_picker: true }];
    return apiAnswer(mastodon, emojis, { cache: mastodon.traits.instanceCache });
  },
});
