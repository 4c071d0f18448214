import { type Cause, partSentence } from '../cause.ts';
import { outOfDisk, serviceLog } from '../commands.ts';
import { answeredByOf, hasStatus, isUpAtOrigin, isUpInFull, isWebProcess } from '../facts.ts';
import { type Check, type Confidence, check } from '../finding.ts';
import { isDatabaseUp, isWebProcessUp, readsDatabase, type Scene } from '../scene.ts';
import { hasCode, isApplicationError } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/**
 * Fediverse §E 5 and §H: whatever reads PostgreSQL is an error, what does not is well, and a handshake with a bad token
 * makes the streaming server say the same. The instance API outlives the database by three minutes.
 */
export const databaseDown: Cause = {
  id: 'database_down',
  publicSentence: {
    en: 'The server cannot read its data: timelines, profiles and posting do not work.',
    ko: '서버가 데이터를 읽지 못해 타임라인, 프로필, 글쓰기를 이용할 수 없습니다.',
  },
  find(scene) {
    const streaming = scene.open.filter(isStreamingError);
    const readers =
      isWebProcessUp(scene) && !isDatabaseUp(scene) && !scene.up.some(isWholeProfile)
        ? scene.open.filter(component => isReaderError(scene, component))
        : [];
    const isCertainReader = readers.some(component => isTelling(scene, component));
    const dependent = isCertainReader
      ? scene.open.filter(component => isApplicationError(component) || isFailingHealth(component))
      : [];
    const explains = [...new Set([...dependent, ...streaming])];
    const isAlone = explains.length === 1;
    // One error of a program that nobody knows, which may have no database at all, tells nothing.
    if (explains.length === 0 || (isAlone && scene.software?.program === null)) return null;
    const name = scene.software?.database ?? 'PostgreSQL';
    return {
      confidence: confidenceOf(isCertainReader ? readers : [], streaming),
      sentence: isCertainReader
        ? readerSentence(name, isAlone)
        : 'The streaming server cannot ask PostgreSQL: it is down, or out of connections.',
      ...(isAlone && { publicSentence: partSentence }),
      explains,
      supports: scene.up.filter(component => isUpAtOrigin(component) && isAlive(component)),
      checks: name === 'PostgreSQL' ? postgresChecks : otherChecks(scene, name),
    };
  },
};

function readerSentence(name: string, isAlone: boolean): string {
  return isAlone
    ? `The only part asked that surely reads ${name} fails, while the web process lives: the database is down, full, or out of connections, or this part alone is broken.`
    : `Everything that reads ${name} fails, while the web process lives: the database is down, full, or out of connections.`;
}

const postgresChecks: readonly Check[] = [
  check(
    'See whether PostgreSQL runs and takes connections.',
    'systemctl status postgresql --no-pager; sudo -u postgres pg_isready   # Docker: docker compose exec db pg_isready',
  ),
  outOfDisk,
  check(
    'Compare the connections in use with the limit.',
    "sudo -u postgres psql -Atc 'select count(*) from pg_stat_activity; show max_connections'",
  ),
  check(
    'With a connection pooler in between, see whether that lives.',
    'systemctl status pgbouncer --no-pager',
  ),
];

function otherChecks(scene: Scene, name: string): readonly Check[] {
  return [
    check(`See whether ${name} runs and takes connections.`),
    outOfDisk,
    serviceLog(scene, 'web', 'what it says of its database'),
  ];
}

function isReaderError(scene: Scene, component: ComponentView): boolean {
  // Host-meta, which leads to webfinger, is read from no database.
  if (hasCode(component, 'hm_status') || !isApplicationError(component)) return false;
  return readsDatabase(scene, component) || component.role === 'profile';
}

/** Without the account, which is in the database, there is none. */
function isWholeProfile(component: ComponentView): boolean {
  return component.role === 'profile' && isUpInFull(component);
}

/** A profile alone may be a broken front end, which only Mastodon has. */
function isTelling(scene: Scene, component: ComponentView): boolean {
  return readsDatabase(scene, component) || scene.software !== undefined;
}

/** Some health endpoints ask the database, and say 503 of themselves. */
function isFailingHealth(component: ComponentView): boolean {
  return component.role === 'health' && hasStatus(component, 500, 503);
}

/** 500 "An unexpected error occurred" in place of 401 "Invalid access token" (4.3 and later). */
function isStreamingError(component: ComponentView): boolean {
  return (
    component.role === 'streaming_database' &&
    hasStatus(component, 500) &&
    answeredByOf(component) !== 'application'
  );
}

function isAlive(component: ComponentView): boolean {
  return isWebProcess(component) || component.role === 'streaming';
}

function confidenceOf(readers: readonly ComponentView[], streaming: readonly ComponentView[]): Confidence {
  if (readers.length > 0 && streaming.length > 0) return 'certain';
  return readers.length >= 2 ? 'likely' : 'possible';
}
