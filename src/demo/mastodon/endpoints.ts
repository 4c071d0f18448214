import { accountLookup } from './api/account-lookup.ts';
import { customEmojis } from './api/custom-emojis.ts';
import { instanceV1 } from './api/instance-v1.ts';
import { instanceV2 } from './api/instance-v2.ts';
import { timeline } from './api/timeline.ts';
import { actor, instanceActor } from './federation/actor.ts';
import { hostMeta } from './federation/host-meta.ts';
import { nodeinfo, nodeinfoLinks } from './federation/nodeinfo.ts';
import { webfinger } from './federation/webfinger.ts';
import { health } from './health.ts';
import type { EndpointFactory } from './mastodon.ts';
import { about, aboutMore, root } from './page/about.ts';
import { oldProfile, profile } from './page/profile.ts';
import { signIn } from './page/sign-in.ts';

/** Everything that Rails answers to: one line each. The first that fits a request answers it. */
export const endpoints: readonly EndpointFactory[] = [
  health,
  root,
  about,
  aboutMore,
  profile,
  oldProfile,
  signIn,
  instanceV1,
  instanceV2,
  timeline,
  customEmojis,
  accountLookup,
  hostMeta,
  webfinger,
  nodeinfoLinks,
  nodeinfo,
  actor,
  instanceActor,
];
