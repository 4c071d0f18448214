import type { Cause, Match } from '../cause.ts';
import { outOfMemory, programLog, programStatus, serviceLog } from '../commands.ts';
import { hasHtml, hasRole, statusOf } from '../facts.ts';
import { check } from '../finding.ts';
import { databaseRoles } from '../role.ts';
import {
  applicationName,
  isConfigured,
  isDatabaseUp,
  isMadeApart,
  isRoleUp,
  isWebProcessUp,
  namedPlaces,
  type Scene,
  weakest,
  witness,
} from '../scene.ts';
import { isApplicationError, isUnconnected } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** No page works, and everything else does: what makes the pages is broken. */
export const webFrontendBroken: Cause = {
  id: 'web_frontend_broken',
  publicSentence: {
    en: 'Posting and apps work; the web pages have a problem.',
    ko: '앱과 글쓰기는 정상입니다. 웹 페이지에만 문제가 있습니다.',
  },
  find: scene => (scene.software === undefined ? findBuild(scene) : findProgram(scene)),
};

/** Fediverse §E 1: without the manifest of the front-end build every HTML page is an error, and nothing else is. */
function findBuild(scene: Scene): Match | null {
  const broken = scene.open.filter(isBrokenPage);
  const apiWorks = isRoleUp(scene, 'api') || !isConfigured(scene, 'api');
  const databaseWorks = isDatabaseUp(scene) || !isConfigured(scene, ...databaseRoles);
  if (
    !broken.some(({ role }) => role === 'page') ||
    !apiWorks ||
    !databaseWorks ||
    isRoleUp(scene, 'profile') ||
    !isWebProcessUp(scene)
  ) {
    return null;
  }
  return {
    confidence: confidenceOf(scene, broken),
    sentence: `Rails answers 500 to every HTML page of ${namedPlaces(broken)}, while the API${isDatabaseUp(scene) ? ' and the database' : ''} work: the front-end build is missing or broken.`,
    explains: broken,
    supports: scene.up.filter(component => hasRole(component, ['api', 'health', ...databaseRoles])),
    checks: [
      serviceLog(scene, 'web', '"can\'t find … in the manifest" or MissingEntrypoint'),
      check(
        'See whether the build is there, and its manifest (in `.vite` since 4.4).',
        "find /home/mastodon/live/public/packs -maxdepth 2 -name 'manifest*.json' -ls",
      ),
      check(
        'Build it again, as the user mastodon, and restart.',
        'cd ~mastodon/live && yarn install --immutable && RAILS_ENV=production bundle exec rails assets:precompile && sudo systemctl restart mastodon-web',
      ),
    ],
  };
}

/** The program that makes the pages is dead, or fails by itself; the one that it asks is well. */
function findProgram(scene: Scene): Match | null {
  const program = scene.software?.pages;
  const broken = scene.open.filter(component => isMadeApart(scene, component) && isServerError(component));
  if (program === undefined || !broken.some(({ role }) => role === 'page')) return null;
  if (isRoleUp(scene, 'profile') || !isRoleUp(scene, 'api')) return null;
  const { title } = program;
  return {
    confidence: broken.some(({ role }) => role === 'profile') ? 'certain' : 'likely',
    sentence: `${title}, which makes the pages of ${namedPlaces(broken)}, does not, while ${applicationName(scene)} itself works.`,
    explains: broken,
    supports: scene.up.filter(component => hasRole(component, ['api', ...databaseRoles])),
    checks: [
      programStatus(title, program),
      outOfMemory,
      programLog(title, program, 'why it ended, or what it cannot reach'),
    ],
  };
}

function isServerError(component: ComponentView): boolean {
  return (statusOf(component) ?? 0) >= 500 || isUnconnected(component);
}

function isBrokenPage(component: ComponentView): boolean {
  if (!isApplicationError(component)) return false;
  return (
    hasRole(component, ['page', 'profile', 'edge', 'assets']) ||
    // Of 2.9, which has no /health, the page that says so.
    ((component.role === null || component.role === 'health') && hasHtml(component))
  );
}

function confidenceOf(scene: Scene, broken: readonly ComponentView[]): 'possible' | 'likely' | 'certain' {
  const profile = broken.some(({ role }) => role === 'profile')
    ? 'certain'
    : isConfigured(scene, 'profile')
      ? 'possible'
      : 'likely';
  return weakest(profile, witness(scene, 'api'), isDatabaseUp(scene) ? 'certain' : 'likely');
}
