/**
 * The table of directives: every directive of Redis 7.0, with its name, its grammar and its default, and
 * Redwing's own. CONFIG, the configuration file, the options of `createServer` and docs/configuration.md are
 * all derived from it. A new directive is one row in one of the themes beside this file, and one property of
 * that theme's settings.
 */

import type { Directive, DirectiveTable } from '../directive.ts';
import type { AccessSettings } from './access.ts';
import { accessDirectives } from './access.ts';
import type { ClusterSettings } from './cluster.ts';
import { clusterDirectives } from './cluster.ts';
import type { MemorySettings } from './memory.ts';
import { memoryDirectives } from './memory.ts';
import type { NetworkSettings } from './network.ts';
import { networkDirectives } from './network.ts';
import type { ObservationSettings } from './observation.ts';
import { observationDirectives } from './observation.ts';
import type { PersistenceSettings } from './persistence.ts';
import { persistenceDirectives } from './persistence.ts';
import type { ProcessSettings } from './process.ts';
import { processDirectives } from './process.ts';
import type { ReplicationSettings } from './replication.ts';
import { replicationDirectives } from './replication.ts';
import type { TlsSettings } from './tls.ts';
import { tlsDirectives } from './tls.ts';

/** The value of every directive, under its name in camel case. */
export interface Settings
  extends NetworkSettings,
    ProcessSettings,
    AccessSettings,
    MemorySettings,
    ObservationSettings,
    ReplicationSettings,
    PersistenceSettings,
    TlsSettings,
    ClusterSettings {}

/** The name of a property of {@link Settings}. */
export type SettingName = keyof Settings;

/** Every directive, under its name in camel case. */
export const directives: DirectiveTable<Settings> = {
  ...networkDirectives,
  ...processDirectives,
  ...accessDirectives,
  ...memoryDirectives,
  ...observationDirectives,
  ...replicationDirectives,
  ...persistenceDirectives,
  ...tlsDirectives,
  ...clusterDirectives,
};

/** Directives that belong together, for docs/configuration.md. */
export interface Theme {
  readonly title: string;
  readonly directives: readonly Directive<unknown>[];
}

function theme(title: string, table: Readonly<Record<string, Directive<unknown>>>): Theme {
  return { title, directives: Object.values(table) };
}

/** The directives by theme, in the order of the documentation. */
export const themes: readonly Theme[] = [
  theme('Network', { ...networkDirectives }),
  theme('Process', { ...processDirectives }),
  theme('Access and scripts', { ...accessDirectives }),
  theme('Memory', { ...memoryDirectives }),
  theme('Observation', { ...observationDirectives }),
  theme('Replication', { ...replicationDirectives }),
  theme('Persistence', { ...persistenceDirectives }),
  theme('TLS', { ...tlsDirectives }),
  theme('Cluster', { ...clusterDirectives }),
];

/** All setting names, in the order of the table. */
export const settingNames: readonly SettingName[] = Object.keys(directives).filter(isSettingName);

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(directives, name);
}

/** A directive found under one of its names. */
export interface NamedDirective {
  readonly setting: SettingName;
  /** The name it was found under: its own, or its alias. */
  readonly name: string;
}

const byName: ReadonlyMap<string, NamedDirective> = new Map(
  settingNames.flatMap((setting) => {
    const { name, alias } = directives[setting];
    const names = alias === undefined ? [name] : [name, alias];
    return names.map((each): [string, NamedDirective] => [each, { setting, name: each }]);
  }),
);

/** Every name of every directive, aliases right after the name they stand for. */
export const directiveNames: readonly NamedDirective[] = [...byName.values()];

/** Finds a directive by its name or alias, in capitals or not. */
export function findDirective(name: string): NamedDirective | undefined {
  return byName.get(name.toLowerCase());
}
