/** Where the project lives. */
export const projectUrl = 'https://github.com/fedistatus/fedistatus';

/** Its pages for people: what is installed holds none of them. */
export const documentationUrl: string = `${projectUrl}/blob/main/docs`;

/** A page of first checks for each cause, named by its id. */
export const runbooksUrl: string = `${documentationUrl}/runbooks`;

/** Every key of the configuration. */
export const configurationUrl: string = `${documentationUrl}/configuration.md`;
