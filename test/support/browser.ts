/** A real Chromium. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import axe from 'axe-core';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { requireProgram } from './real-programs.ts';

export type { Page } from 'playwright-core';

export interface Chromium extends AsyncDisposable {
  /** A page of a fresh reader. */
  open(url: string, options?: BrowserContextOptions): Promise<OpenPage>;
}

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Every address that was asked for. */
  readonly requests: readonly string[];
  /** What the browser complained of: scripts that failed, things that a policy forbade. */
  readonly complaints: readonly string[];
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** Starts it, or skips the test (loudly, and not in CI) where there is none. */
export async function startChromium(t: TestContext): Promise<Chromium | null> {
  const executablePath = await requireProgram(t, 'chromium');
  if (executablePath === null) return null;
  const profile = await mkdtemp(join(tmpdir(), 'fedistatus-chromium-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: flags,
    headless: true,
  });
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  browser.once('close', () => resolve());
  return {
    open: (url, options) => openPage(browser, url, options),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await closed;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function openPage(
  browser: BrowserContext,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const owner = browser.browser();
  if (owner === null) throw new Error('no browser behind the context');
  const context = await owner.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', request => void requests.push(request.url()));
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', error => void complaints.push(error.message));
  await page.goto(url, { waitUntil: 'load' });
  return { page, requests, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** What axe-core finds wrong with a page, in words; empty: nothing. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  // Playwright runs it in the page's own world, past the policy that forbids scripts.
  if (!(await page.evaluate<boolean>('Boolean(window.axe)'))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })",
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** The file of a package for browsers. */
export function browserFile(specifier: string): string {
  return createRequire(import.meta.url).resolve(specifier);
}
