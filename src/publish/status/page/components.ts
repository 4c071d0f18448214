import { inlineText } from '../../localized.ts';
import { joined, type Markup, markup, nothing } from '../markup.ts';
import type { SiteContext } from '../site-part.ts';
import type { PublicComponent, PublicGroup, PublicServer } from '../view/public-view.ts';
import { barSummary, dayBarsOf, legend, scale } from './bars.ts';
import { stateLabel } from './icons.ts';
import { timeInWords } from './times.ts';

/** Every component of a server with its state, its days and its uptime. */
export function componentList({ groups }: PublicServer, context: SiteContext): Markup {
  if (groups.length === 0) return nothing;
  const { words } = context;
  const sections = groups.map(group => groupSection(group, groups.length > 1, context));
  return markup`<section><h2>${words.components}</h2>${sections}${legend(words)}</section>`;
}

function groupSection(
  { title, components }: PublicGroup,
  isOneOfSeveral: boolean,
  context: SiteContext,
): Markup {
  const { words } = context;
  const name = title === null ? words.otherComponents : inlineText(title, words.language);
  const heading = isOneOfSeveral || title !== null ? markup`<h3 class="group">${name}</h3>` : nothing;
  return markup`${heading}<ul class="rows">${components.map(each => row(each, context))}</ul>`;
}

function row(component: PublicComponent, context: SiteContext): Markup {
  const { words } = context;
  const { title, state, days } = component;
  const share = component.uptime === null ? words.noUptime : words.uptime(words.percent(component.uptime));
  return markup`<li><div class="head"><span class="name">${inlineText(title, words.language)}</span>${stateLabel(state, words.states[state])}</div>${explanation(component, context)}${dayBarsOf(days, words)}${scale(days.length, markup`${share}`, words)}<p class="hidden">${share}. ${barSummary(days, words)}</p></li>`;
}

/** Why it is out of order and since when: nothing to say of what works. */
function explanation({ state, since, reason }: PublicComponent, { words, view }: SiteContext): Markup {
  if (state === 'operational') return nothing;
  const parts = [
    ...(reason === null ? [] : [markup`${words.reasons[reason]}`]),
    ...(since === null ? [] : [markup`${words.since(timeInWords(since, words, view.brand.timeZone))}`]),
  ];
  return parts.length === 0 ? nothing : markup`<p class="why">${joined(parts, ' · ')}</p>`;
}
