// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, NumberArgument, OneOrMore, Options } from '../words.ts';

/** The options of GEOADD. */
export interface GeoaddOptions {
  readonly NX?: boolean;
  readonly XX?: boolean;
  readonly CH?: boolean;
}

/** The options of GEOSEARCH. */
export interface GeosearchOptions {
  readonly FROMMEMBER?: Argument;
  readonly FROMLONLAT?: readonly [longitude: NumberArgument, latitude: NumberArgument];
  readonly BYRADIUS?: readonly [radius: NumberArgument, unit: 'M' | 'KM' | 'FT' | 'MI'];
  readonly BYBOX?: readonly [width: NumberArgument, height: NumberArgument, unit: 'M' | 'KM' | 'FT' | 'MI'];
  readonly ASC?: boolean;
  readonly DESC?: boolean;
  readonly COUNT?: NumberArgument | readonly [count: NumberArgument, any?: 'ANY'];
  readonly WITHCOORD?: boolean;
  readonly WITHDIST?: boolean;
  readonly WITHHASH?: boolean;
}

/** The options of GEOSEARCHSTORE. */
export interface GeosearchstoreOptions {
  readonly FROMMEMBER?: Argument;
  readonly FROMLONLAT?: readonly [longitude: NumberArgument, latitude: NumberArgument];
  readonly BYRADIUS?: readonly [radius: NumberArgument, unit: 'M' | 'KM' | 'FT' | 'MI'];
  readonly BYBOX?: readonly [width: NumberArgument, height: NumberArgument, unit: 'M' | 'KM' | 'FT' | 'MI'];
  readonly ASC?: boolean;
  readonly DESC?: boolean;
  readonly COUNT?: NumberArgument | readonly [count: NumberArgument, any?: 'ANY'];
  readonly STOREDIST?: boolean;
}

/** The options of GEORADIUS. */
export interface GeoradiusOptions {
  readonly WITHCOORD?: boolean;
  readonly WITHDIST?: boolean;
  readonly WITHHASH?: boolean;
  readonly COUNT?: NumberArgument | readonly [count: NumberArgument, any?: 'ANY'];
  readonly ASC?: boolean;
  readonly DESC?: boolean;
  readonly STORE?: Argument;
  readonly STOREDIST?: Argument;
}

/** The options of GEORADIUS_RO. */
export interface Georadius_roOptions {
  readonly WITHCOORD?: boolean;
  readonly WITHDIST?: boolean;
  readonly WITHHASH?: boolean;
  readonly COUNT?: NumberArgument | readonly [count: NumberArgument, any?: 'ANY'];
  readonly ASC?: boolean;
  readonly DESC?: boolean;
}

/** The options of GEORADIUSBYMEMBER. */
export interface GeoradiusbymemberOptions {
  readonly WITHCOORD?: boolean;
  readonly WITHDIST?: boolean;
  readonly WITHHASH?: boolean;
  readonly COUNT?: NumberArgument | readonly [count: NumberArgument, any?: 'ANY'];
  readonly ASC?: boolean;
  readonly DESC?: boolean;
  readonly STORE?: Argument;
  readonly STOREDIST?: Argument;
}

/** The options of GEORADIUSBYMEMBER_RO. */
export interface Georadiusbymember_roOptions {
  readonly WITHCOORD?: boolean;
  readonly WITHDIST?: boolean;
  readonly WITHHASH?: boolean;
  readonly COUNT?: NumberArgument | readonly [count: NumberArgument, any?: 'ANY'];
  readonly ASC?: boolean;
  readonly DESC?: boolean;
}

export interface GeoCommands<Text extends ReplyText> {
  /** Adds places, or moves them, and returns how many are new. */
  geoadd(
    key: Argument,
    ...words: [Arguments | GeoaddOptions, ...(Arguments | GeoaddOptions)[]]
  ): Promise<number>;

  /** Returns the distance between two places, in metres or another unit. */
  geodist(
    key: Argument,
    member1: Argument,
    member2: Argument,
    unit?: 'M' | 'KM' | 'FT' | 'MI',
  ): Promise<Text | null>;

  /** Returns the geohashes of places: eleven letters that other systems understand. */
  geohash(key: Argument, ...members: OneOrMore): Promise<(Text | null)[]>;

  /** Returns the longitude and latitude of places. */
  geopos(key: Argument, ...members: OneOrMore): Promise<([number, number] | null)[]>;

  /** Finds the places inside a circle or a box. */
  geosearch(
    key: Argument,
    ...words: [Arguments | GeosearchOptions, ...(Arguments | GeosearchOptions)[]]
  ): Promise<(Text | (Text | number | [number, number])[])[]>;

  /** Stores the places inside a circle or a box, and counts them. */
  geosearchstore(
    destination: Argument,
    source: Argument,
    ...words: [Arguments | GeosearchstoreOptions, ...(Arguments | GeosearchstoreOptions)[]]
  ): Promise<number>;

  /**
   * Finds the places around a point, and stores them if asked to.
   * @deprecated Use `GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument.
   */
  georadius(
    key: Argument,
    longitude: NumberArgument,
    latitude: NumberArgument,
    radius: NumberArgument,
    unit: 'M' | 'KM' | 'FT' | 'MI',
    ...options: Options<GeoradiusOptions>
  ): Promise<(Text | (Text | number | [number, number])[])[] | number>;

  /**
   * Finds the places around a point.
   * @deprecated Use `GEOSEARCH` with the `BYRADIUS` argument.
   */
  georadius_ro(
    key: Argument,
    longitude: NumberArgument,
    latitude: NumberArgument,
    radius: NumberArgument,
    unit: 'M' | 'KM' | 'FT' | 'MI',
    ...options: Options<Georadius_roOptions>
  ): Promise<(Text | (Text | number | [number, number])[])[]>;

  /**
   * Finds the places around a place of the set, and stores them if asked to.
   * @deprecated Use `GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments.
   */
  georadiusbymember(
    key: Argument,
    member: Argument,
    radius: NumberArgument,
    unit: 'M' | 'KM' | 'FT' | 'MI',
    ...options: Options<GeoradiusbymemberOptions>
  ): Promise<(Text | (Text | number | [number, number])[])[] | number>;

  /**
   * Finds the places around a place of the set.
   * @deprecated Use `GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments.
   */
  georadiusbymember_ro(
    key: Argument,
    member: Argument,
    radius: NumberArgument,
    unit: 'M' | 'KM' | 'FT' | 'MI',
    ...options: Options<Georadiusbymember_roOptions>
  ): Promise<(Text | (Text | number | [number, number])[])[]>;
}
