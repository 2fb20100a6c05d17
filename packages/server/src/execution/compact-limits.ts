/** The directives that say up to what size collections stay compact, as the store knows them. */
import type { CompactLimits } from '@redwing/store';
import type { Configuration } from '../configuration/index.ts';

/** Keeps `limits` as the configuration has them, now and when it changes. */
export function followLimits(configuration: Configuration, limits: CompactLimits): void {
  const follow = (): void => {
    const { values } = configuration;
    limits.hashFields = values.hashMaxListpackEntries;
    limits.hashBytes = values.hashMaxListpackValue;
    limits.setIntegers = values.setMaxIntsetEntries;
    limits.sortedSetMembers = values.zsetMaxListpackEntries;
    limits.sortedSetBytes = values.zsetMaxListpackValue;
    limits.listNode = values.listMaxListpackSize;
    limits.streamNodeBytes = values.streamNodeMaxBytes;
    limits.streamNodeEntries = values.streamNodeMaxEntries;
  };
  for (const name of SETTINGS) configuration.onChange(name, follow);
  follow();
}

const SETTINGS = [
  'hashMaxListpackEntries',
  'hashMaxListpackValue',
  'setMaxIntsetEntries',
  'zsetMaxListpackEntries',
  'zsetMaxListpackValue',
  'listMaxListpackSize',
  'streamNodeMaxBytes',
  'streamNodeMaxEntries',
] as const;
