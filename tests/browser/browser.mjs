// The system's Chromium, which can reach nothing but this machine.

import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  // Other names do not even resolve: a stray request is seen, and goes nowhere.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS });

/** A page of its own, and a way to look into it. */
export async function openTab(browser, options = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  return { page, look: (what) => evaluate(session, what), send: (method, params) => session.send(method, params), close: () => context.close() };
}

// The debugging protocol, unlike a script tag or `eval`, is not subject to the page's own policy.
async function evaluate(session, what) {
  const expression = typeof what === 'function' ? `(${what})()` : what;
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/** Tells of everything that goes wrong in a page: its scripts, its policy, what it asks for and from whom. */
export function listen(page, tell) {
  const pathOf = (request) => new URL(request.url()).pathname;
  const isForeign = (request) => /^(https?|wss?):/.test(request.url()) && new URL(request.url()).hostname !== '127.0.0.1';
  page.on('console', (message) => {
    // A request that failed is told below, with its address.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    tell(`${message.text().includes('Content Security Policy') ? 'policy' : 'console error'}: ${message.text()}`);
  });
  page.on('pageerror', (error) => tell(`exception: ${error.message}`));
  page.on('request', (request) => isForeign(request) && tell(`asks another origin: ${request.url()}`));
  page.on('requestfailed', (request) => isForeign(request) || tell(`failed request: ${pathOf(request)} (${request.failure()?.errorText})`));
  page.on('response', (response) => {
    const isPage = response.request().isNavigationRequest();
    if (response.status() >= 400 && !isPage) tell(`failed request: ${pathOf(response.request())} answers ${response.status()}`);
  });
}
