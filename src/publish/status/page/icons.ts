import type { OverallState } from '../../../core/rollup.ts';
import { type State, states } from '../../../core/state.ts';
import type { TimeKind } from '../../../core/uptime.ts';
import { joined, type Markup, markup, trusted } from '../markup.ts';

/** What an icon stands for. */
export type Sign = State;

export const signs: readonly Sign[] = states;

/** In a square of 16. Each has a form of its own, so that nothing depends on its colour. */
const shapes: Readonly<Record<Sign, string>> = {
  operational: '<circle cx="8" cy="8" r="8"/><path d="m4.5 8.3 2.4 2.4 4.6-5"/>',
  degraded: '<path class="f" d="M8 .8 16 15H0z"/><path d="M8 6v4.2M8 12.2v.6"/>',
  outage: '<rect width="16" height="16" rx="3"/><path d="m5 5 6 6m0-6-6 6"/>',
  maintenance: '<rect y="1" width="16" height="14" rx="7"/><path d="M5 8h6M8 5v6"/>',
  unknown: '<circle class="h" cx="8" cy="8" r="7"/><path class="l" d="M5 8h6"/>',
};

/** The shapes, once for each page. */
export const iconSheet: Markup = markup`<svg class="sheet" aria-hidden="true"><defs>${joined(
  signs.map(sign => markup`<symbol id="i-${sign}" viewBox="0 0 16 16">${trusted(shapes[sign])}</symbol>`),
)}</defs></svg>`;

/** An icon; the word for it must stand beside it. */
export function icon(sign: Sign): Markup {
  return markup`<svg class="icon ${sign}" aria-hidden="true"><use href="#i-${sign}"/></svg>`;
}

/** A state with its icon and its word. */
export function stateLabel(sign: Sign, word: string): Markup {
  return markup`<span class="state ${sign}">${icon(sign)}${word}</span>`;
}

/** Several components are shown as the state that the worst of them is in. */
export function signOf(overall: OverallState): Sign {
  return overall === 'partial_outage' || overall === 'major_outage' ? 'outage' : overall;
}

/** A kind of time is shown as the state that it was. */
export function signOfKind(kind: TimeKind): Sign {
  return kind === 'no_data' ? 'unknown' : kind;
}

/** A picture for the browser's tab. */
export function favicon(sign: Sign, color: string): string {
  const style = `svg{fill:${color}}path{fill:none;stroke:#fff;stroke-width:2}.f{fill:${color};stroke:none}.h{fill:none;stroke:${color};stroke-width:2}.l{stroke:${color}}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><style>${style}</style>${shapes[sign]}</svg>\n`;
}
