/** The geo commands. */
import type { Handlers } from '../../execution/call.ts';
import { geoadd } from './add.ts';
import { geodist, geohash, geopos } from './read.ts';
import {
  georadius,
  georadiusbymember,
  georadiusbymemberRo,
  georadiusRo,
  geosearch,
  geosearchstore,
} from './search.ts';

export const geo: Handlers = {
  geoadd,
  geodist,
  geohash,
  geopos,
  georadius,
  georadius_ro: georadiusRo,
  georadiusbymember,
  georadiusbymember_ro: georadiusbymemberRo,
  geosearch,
  geosearchstore,
};
