export const dashboardLanguages = ['en', 'ko'] as const;

export type DashboardLanguage = (typeof dashboardLanguages)[number];

/** One text in every language of the dashboards. */
export type Text = Readonly<Record<DashboardLanguage, string>>;
