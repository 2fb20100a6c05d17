/** The handlers of the notify group, and DATATYPE, which messages quote. */
import { datatype } from './datatype.ts';
import { notify, pnotify, punnotify, unnotify } from './notify.ts';

export const notifications = { notify, pnotify, unnotify, punnotify, datatype } as const;
