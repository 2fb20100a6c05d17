/**
 * INFO: sections in Redis's order, each told by a function of its own file.
 *
 * Whoever owns a part of the server puts its section in place with `provide`. A section has two marks, as in Redis:
 * whether plain INFO shows it, and whether "all" does; "everything" shows every section. A name that nobody knows
 * shows nothing.
 */
import type { Engine } from '../../execution/engine.ts';
import { replicationFields } from '../../replication/report.ts';
import { RateMeter } from '../rates.ts';
import { clientsFields } from './clients.ts';
import { commandstatsFields, errorstatsFields, latencystatsFields } from './commands.ts';
import { cpuFields } from './cpu.ts';
import { keyspaceFields } from './keyspace.ts';
import { memoryFields } from './memory.ts';
import { persistenceFields } from './persistence.ts';
import type { FieldsProvider } from './section.ts';
import { serverFields } from './server.ts';
import { statsFields } from './stats.ts';

interface Section {
  readonly title: string;
  readonly inDefault: boolean;
  readonly inAll: boolean;
  fields: FieldsProvider;
}

export type SectionName = 'persistence' | 'cluster';

export class Information {
  /** When the server started, in ms since the epoch. */
  readonly startedAt: number;
  readonly commandRate: RateMeter = new RateMeter();
  readonly inputRate: RateMeter = new RateMeter();
  readonly outputRate: RateMeter = new RateMeter();
  private readonly engine: Engine;
  private readonly sections: ReadonlyMap<string, Section> = allSections();

  constructor(engine: Engine, now: number) {
    this.engine = engine;
    this.startedAt = now;
    engine.onTick(() => this.sample());
  }

  /** Has `fields` tell a section from now on. */
  provide(name: SectionName, fields: FieldsProvider): void {
    const section = this.sections.get(name);
    if (section !== undefined) section.fields = fields;
  }

  /** The text of the sections asked for, each once and in the usual order; without any, the default ones. */
  report(asked: readonly string[]): string {
    this.engine.dispatcher.bookAll();
    const wanted = new Set(asked.map((name) => name.toLowerCase()));
    const parts: string[] = [];
    for (const [name, section] of this.sections) {
      if (!isWanted(name, section, wanted)) continue;
      const lines = section.fields(this.engine).map(([field, value]) => `${field}:${value}\r\n`);
      parts.push(`# ${section.title}\r\n${lines.join('')}`);
    }
    return parts.join('\r\n');
  }

  private sample(): void {
    const { statistics, keyspace } = this.engine;
    this.commandRate.sample(statistics.commands, keyspace.now);
    this.inputRate.sample(statistics.inputBytes, keyspace.now);
    this.outputRate.sample(statistics.outputBytes, keyspace.now);
  }
}

function isWanted(name: string, section: Section, wanted: ReadonlySet<string>): boolean {
  if (wanted.has(name) || wanted.has('everything')) return true;
  if (wanted.has('all') && section.inAll) return true;
  return section.inDefault && (wanted.size === 0 || wanted.has('default'));
}

function allSections(): ReadonlyMap<string, Section> {
  const usual = (title: string, fields: FieldsProvider): Section => ({
    title,
    inDefault: true,
    inAll: true,
    fields,
  });
  return new Map<string, Section>([
    ['server', usual('Server', serverFields)],
    ['clients', usual('Clients', clientsFields)],
    ['memory', usual('Memory', memoryFields)],
    ['persistence', usual('Persistence', persistenceFields)],
    ['stats', usual('Stats', statsFields)],
    ['replication', usual('Replication', replicationFields)],
    ['cpu', usual('CPU', cpuFields)],
    ['modules', usual('Modules', () => [])],
    ['commandstats', { title: 'Commandstats', inDefault: false, inAll: true, fields: commandstatsFields }],
    ['errorstats', usual('Errorstats', errorstatsFields)],
    ['latencystats', { title: 'Latencystats', inDefault: false, inAll: true, fields: latencystatsFields }],
    ['cluster', usual('Cluster', () => [['cluster_enabled', 0]])],
    ['keyspace', usual('Keyspace', keyspaceFields)],
  ]);
}
