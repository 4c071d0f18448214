import { type LocalizedText, ownerKey } from '../../../core/component.ts';
import type { MaintenanceScope } from '../../../core/maintenance.ts';
import type { PublicSource } from './public-source.ts';
import type { PublicName } from './public-view.ts';

interface Named {
  readonly title: LocalizedText;
  readonly group: LocalizedText | null;
  readonly hasExpired: boolean;
}

/** What servers and components are called, and the one fact of their results that the public may know. */
export class Names {
  readonly #servers: ReadonlyMap<string, LocalizedText>;
  readonly #components: ReadonlyMap<string, Named>;

  constructor({ servers, components }: Pick<PublicSource, 'servers' | 'components'>) {
    this.#servers = new Map(servers.map(({ domain, title }) => [domain, title ?? domain]));
    this.#components = new Map(
      components.map(({ component: { server, name, title, group }, current }) => [
        ownerKey(server, name),
        { title, group, hasExpired: current?.verdict.cause?.code === 'tls_expired' },
      ]),
    );
  }

  server(domain: string): PublicName {
    return { name: domain, title: this.#servers.get(domain) ?? domain };
  }

  /** One that is no longer configured is called by its name. */
  component(server: string, name: string): PublicName {
    return { name, title: this.#components.get(ownerKey(server, name))?.title ?? name };
  }

  groupOf(server: string, name: string): LocalizedText | null {
    return this.#components.get(ownerKey(server, name))?.group ?? null;
  }

  /** Whether its certificate has expired now: every visitor sees the same in the browser. */
  hasExpired(server: string, name: string): boolean {
    return this.#components.get(ownerKey(server, name))?.hasExpired ?? false;
  }

  /** Whom words or work concern. Without a server, a component has the name that it has at the first one. */
  scope({ server, components }: MaintenanceScope): {
    readonly server: PublicName | null;
    readonly components: readonly PublicName[];
  } {
    return {
      server: server === null ? null : this.server(server),
      components: (components ?? []).map(name => this.component(server ?? this.#ownerOf(name), name)),
    };
  }

  #ownerOf(component: string): string {
    const [first = ''] = this.#servers.keys();
    return (
      [...this.#servers.keys()].find(server => this.#components.has(ownerKey(server, component))) ?? first
    );
  }
}
