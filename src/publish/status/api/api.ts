import { paths } from '../paths.ts';
import { type SiteContext, type SitePart, shortMaxAge } from '../site-part.ts';
import { incidentJson, maintenanceJson } from './incidents.ts';
import { componentsJson, type Json, pageJson, statusJson } from './statuspage.ts';

/** Statuspage keeps to fifty, so that an answer stays small. */
const mostIncidents = 50;

const answers: Readonly<Record<string, (context: SiteContext) => Json>> = {
  summary: context => ({
    components: componentsJson(context),
    incidents: incidents(context, 'unresolved'),
    scheduled_maintenances: maintenances(context, ['scheduled', 'in_progress']),
    status: statusJson(context),
  }),
  status: context => ({ status: statusJson(context) }),
  components: context => ({ components: componentsJson(context) }),
  incidents: context => ({ incidents: incidents(context, 'all') }),
  'incidents/unresolved': context => ({ incidents: incidents(context, 'unresolved') }),
  'scheduled-maintenances': context => ({
    scheduled_maintenances: maintenances(context, ['scheduled', 'in_progress', 'completed']),
  }),
  'scheduled-maintenances/upcoming': context => ({
    scheduled_maintenances: maintenances(context, ['scheduled']),
  }),
  'scheduled-maintenances/active': context => ({
    scheduled_maintenances: maintenances(context, ['in_progress']),
  }),
};

const byPath = new Map(Object.entries(answers).map(([name, answer]) => [paths.api(name), answer]));

/** JSON in Statuspage's shape. */
export const api: SitePart = {
  languages: 'on_request',
  list: () => [...byPath.keys()],
  render(path, context) {
    const answer = byPath.get(path);
    if (answer === undefined) return null;
    return {
      contentType: 'application/json; charset=utf-8',
      body: `${JSON.stringify({ page: pageJson(context), ...answer(context) })}\n`,
      maxAgeSeconds: shortMaxAge,
      isForOtherSites: true,
    };
  },
};

function incidents(context: SiteContext, which: 'all' | 'unresolved'): readonly Json[] {
  return context.view.incidents
    .filter(({ open }) => which === 'all' || open)
    .slice(0, mostIncidents)
    .map(incident => incidentJson(incident, context));
}

function maintenances(context: SiteContext, stages: readonly string[]): readonly Json[] {
  return context.view.maintenances
    .filter(({ status }) => stages.includes(status))
    .map(maintenance => maintenanceJson(maintenance, context));
}
