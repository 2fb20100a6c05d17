/** Handlers of the group "connection". */
import type { Handlers } from '../../execution/call.ts';
import { containerHelp } from '../server/container-help.ts';
import { auth } from './authentication.ts';
import { clientKill, clientUnblock } from './client-kill.ts';
import { clientInfo, clientList } from './client-list.ts';
import { clientNoEvict, clientNoTouch, clientReply } from './client-modes.ts';
import { clientGetname, clientId, clientSetinfo, clientSetname } from './client-name.ts';
import { clientPause, clientUnpause } from './client-pause.ts';
import { clientCaching, clientGetredir, clientTracking, clientTrackinginfo } from './client-tracking.ts';
import { hello, reset } from './hello.ts';
import { echo, ping, quit, select } from './session.ts';

export const connection: Handlers = {
  auth,
  hello,
  reset,
  ping,
  echo,
  select,
  quit,
  'client|caching': clientCaching,
  'client|getname': clientGetname,
  'client|getredir': clientGetredir,
  'client|help': containerHelp,
  'client|id': clientId,
  'client|info': clientInfo,
  'client|kill': clientKill,
  'client|list': clientList,
  'client|no-evict': clientNoEvict,
  'client|no-touch': clientNoTouch,
  'client|pause': clientPause,
  'client|reply': clientReply,
  'client|setinfo': clientSetinfo,
  'client|setname': clientSetname,
  'client|tracking': clientTracking,
  'client|trackinginfo': clientTrackinginfo,
  'client|unblock': clientUnblock,
  'client|unpause': clientUnpause,
};
