/** The arguments of a search, in Redis's order of checks: the first thing that is wrong is what the client is told. */
import { SORTED_SET } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { readNumber, readPlace, readUnit } from './arguments.ts';
import type { Place } from './geohash.ts';
import { placeAt } from './read.ts';
import type { Shape } from './shape.ts';

/** Where a command has what. */
export interface SearchLayout {
  /** The argument that is the key searched. */
  readonly source: number;
  /** The first argument that is an option. */
  readonly options: number;
  /** Whether centre and shape are options, or stand before them: a place, or a member, and a radius. */
  readonly form: 'search' | 'place' | 'member';
  /** The argument that is the key stored to, if there always is one. */
  readonly destination?: number;
  /** Whether STORE and STOREDIST may name one. */
  readonly mayStore?: boolean;
}

export interface SearchOptions {
  /** The sorted set; 0 if there is none. */
  entry: number;
  /** Undefined only where there is no sorted set. */
  shape: Shape | undefined;
  /** Metres of the unit that distances are shown in. */
  unit: number;
  /** 0 is all. */
  count: number;
  any: boolean;
  /** 1 is ascending by distance, -1 descending, 0 none. */
  order: -1 | 0 | 1;
  withDistance: boolean;
  withHash: boolean;
  withPlace: boolean;
  /** The argument that is the key stored to; 0 if nothing is stored. */
  destination: number;
  storesDistance: boolean;
  isSearch: boolean;
}

const notRadius = new CommandError('ERR need numeric radius');
const notWidth = new CommandError('ERR need numeric width');
const notHeight = new CommandError('ERR need numeric height');
const undecodable = new CommandError('ERR could not decode requested zset member');

export function readSearchOptions(call: Call, layout: SearchLayout): SearchOptions {
  const reader = new OptionReader(call, layout);
  reader.readLeading();
  for (let i = layout.options; i < call.count; i += reader.readAt(i));
  return reader.finish();
}

class OptionReader {
  private readonly call: Call;
  private readonly layout: SearchLayout;
  private readonly isSearch: boolean;
  private centre: Place | undefined;
  private from: '' | 'member' | 'place' = '';
  private by: '' | 'circle' | 'box' = '';
  private width = 0;
  private height = 0;
  private readonly options: SearchOptions;

  constructor(call: Call, layout: SearchLayout) {
    this.call = call;
    this.layout = layout;
    this.isSearch = layout.form === 'search';
    this.options = {
      entry: call.readOf(SORTED_SET, layout.source),
      shape: undefined,
      unit: 1,
      count: 0,
      any: false,
      order: 0,
      withDistance: false,
      withHash: false,
      withPlace: false,
      destination: layout.destination ?? 0,
      storesDistance: false,
      isSearch: this.isSearch,
    };
  }

  /** The centre and the radius of the older commands. */
  readLeading(): void {
    const { layout } = this;
    if (layout.form === 'place') {
      this.readFrom('place', 2);
      this.readRadius(4);
    } else if (layout.form === 'member' && this.options.entry !== 0) {
      this.readFrom('member', 2);
      this.readRadius(3);
    }
  }

  /** Reads the option in argument `i` and returns how many arguments it took. @throws syntax and others */
  readAt(i: number): number {
    const { call, options } = this;
    const left = call.count - i - 1;
    if (call.is(i, 'WITHDIST')) options.withDistance = true;
    else if (call.is(i, 'WITHHASH')) options.withHash = true;
    else if (call.is(i, 'WITHCOORD')) options.withPlace = true;
    else if (call.is(i, 'ANY')) options.any = true;
    else if (call.is(i, 'ASC')) options.order = 1;
    else if (call.is(i, 'DESC')) options.order = -1;
    else if (call.is(i, 'COUNT') && left >= 1) {
      const count = call.int64(i + 1);
      if (count <= 0) throw new CommandError('ERR COUNT must be > 0');
      options.count = Number(count);
      return 2;
    } else return this.isSearch ? this.readShapeAt(i, left) : this.readStoreAt(i, left);
    return 1;
  }

  finish(): SearchOptions {
    const { call, options } = this;
    if (options.destination > 0 && (options.withDistance || options.withHash || options.withPlace)) {
      const name = this.isSearch ? 'GEOSEARCHSTORE' : 'STORE option in GEORADIUS';
      throw new CommandError(`ERR ${name} is not compatible with WITHDIST, WITHHASH and WITHCOORD options`);
    }
    const name = call.text(0);
    if (this.isSearch && this.from === '') {
      throw new CommandError(`ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for ${name}`);
    }
    if (this.isSearch && this.by === '') {
      throw new CommandError(`ERR exactly one of BYRADIUS and BYBOX can be specified for ${name}`);
    }
    if (options.any && options.count === 0) {
      throw new CommandError('ERR the ANY argument requires COUNT argument');
    }
    const { centre, by, width, height } = this;
    if (centre !== undefined && by !== '') {
      options.shape = { centre, kind: by, halfWidth: width, halfHeight: height };
    }
    return options;
  }

  /** What only GEOSEARCH and GEOSEARCHSTORE know. */
  private readShapeAt(i: number, left: number): number {
    const { call } = this;
    if (call.is(i, 'FROMMEMBER') && left >= 1 && this.from !== 'place') {
      this.readFrom('member', i + 1);
      return 2;
    }
    if (call.is(i, 'FROMLONLAT') && left >= 2 && this.from !== 'member') {
      this.readFrom('place', i + 1);
      return 3;
    }
    if (call.is(i, 'BYRADIUS') && left >= 2 && this.by !== 'box') {
      this.readRadius(i + 1);
      return 3;
    }
    if (call.is(i, 'BYBOX') && left >= 3 && this.by !== 'circle') {
      this.readBox(i + 1);
      return 4;
    }
    if (call.is(i, 'STOREDIST') && this.options.destination > 0) {
      this.options.storesDistance = true;
      return 1;
    }
    throw errors.syntax;
  }

  /** What only GEORADIUS and GEORADIUSBYMEMBER know. */
  private readStoreAt(i: number, left: number): number {
    const { call, options } = this;
    const isDistance = call.is(i, 'STOREDIST');
    if (!(isDistance || call.is(i, 'STORE')) || left < 1 || this.layout.mayStore !== true) {
      throw errors.syntax;
    }
    options.destination = i + 1;
    options.storesDistance = isDistance;
    return 2;
  }

  private readFrom(kind: 'member' | 'place', index: number): void {
    const { call, options } = this;
    this.from = kind;
    if (kind === 'place') this.centre = readPlace(call, index);
    else if (options.entry !== 0) {
      this.centre = placeAt(call, options.entry, index);
      if (this.centre === undefined) throw undecodable;
    }
  }

  private readRadius(index: number): void {
    const { call } = this;
    const radius = readNumber(call, index, notRadius);
    if (radius < 0) throw new CommandError('ERR radius cannot be negative');
    this.options.unit = readUnit(call, index + 1);
    this.width = radius * this.options.unit;
    this.height = this.width;
    this.by = 'circle';
  }

  private readBox(index: number): void {
    const { call } = this;
    const width = readNumber(call, index, notWidth);
    const height = readNumber(call, index + 1, notHeight);
    if (width < 0 || height < 0) throw new CommandError('ERR height or width cannot be negative');
    this.options.unit = readUnit(call, index + 2);
    this.width = (width * this.options.unit) / 2;
    this.height = (height * this.options.unit) / 2;
    this.by = 'box';
  }
}
