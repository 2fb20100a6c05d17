/** The handlers of the notify group, and DATATYPE, which messages quote. */
import type { Handlers } from '../../execution/call.ts';
import { datatype } from './datatype.ts';
import { notify, pnotify, punnotify, unnotify } from './notify.ts';

export const notifications: Handlers = { notify, pnotify, unnotify, punnotify, datatype };
