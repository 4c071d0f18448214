import type { Fault } from '../../fault.ts';
import type { DemoAnswer } from '../../message.ts';

/** The default of a fresh installation: nobody is named, so that nothing leads to an account. */
export const noContactAccount: Fault = setting(
  'no_contact_account',
  'No fault but a setting: the server names no contact account.',
  document =>
    'contact_account' in document
      ? { ...document, contact_account: null }
      : { ...document, contact: { email: '', account: null } },
);

/** Where the link to the status page leads that the server shows once a sysop has set it (4.1 and later). */
export const otherStatusPage = 'https://status.elsewhere.example/';

export const statusLinkSet: Fault = setting(
  'status_link_set',
  `No fault but a setting: the server links to a status page, ${otherStatusPage}.`,
  document =>
    isObject(document['configuration']) && isObject(document['configuration']['urls'])
      ? {
          ...document,
          configuration: {
            ...document['configuration'],
            urls: { ...document['configuration']['urls'], status: otherStatusPage },
          },
        }
      : document,
);

type JsonObject = Readonly<Record<string, unknown>>;

/** A setting that shows in the instance API alone. */
function setting(id: string, summary: string, change: (document: JsonObject) => JsonObject): Fault {
  return {
    id,
    summary,
    diagnosis: null,
    layer: 'program',
    intercept: async ({ request, route }, next) => {
      const answer = await next(request);
      return route.component === 'api' ? changed(answer, change) : answer;
    },
  };
}

function changed(answer: DemoAnswer, change: (document: JsonObject) => JsonObject): DemoAnswer {
  if (answer.kind !== 'http' || answer.status !== 200) return answer;
  const document: unknown = JSON.parse(String(answer.body));
  return isObject(document) ? { ...answer, body: JSON.stringify(change(document)) } : answer;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
