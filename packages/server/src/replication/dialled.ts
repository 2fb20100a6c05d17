/** Another server, called as a client calls it: one request after the other, each with a time limit. */
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { ParsedReply, ReplyText } from '@redwing/protocol';
import { encodedBytes, encodeRequest, ReplyError, ReplyParser } from '@redwing/protocol';
import type { HostAndPort } from './address.ts';

const ANSWER_MS_MAX = 5000;

/** The user and password to introduce oneself with; none if the password is empty. */
export interface Credentials {
  readonly user: Uint8Array;
  readonly password: Uint8Array;
}

export class Dialled {
  readonly socket: Socket;
  private settle: ((outcome: ParsedReply<ReplyText> | Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    const parser = new ReplyParser({ onReply: (reply) => this.settle?.(reply), onPush: () => undefined });
    socket.on('data', (bytes: Buffer) => {
      try {
        parser.write(bytes);
      } catch (failure) {
        this.settle?.(failure as Error);
      }
    });
    socket.on('error', (failure) => this.settle?.(failure));
    socket.on('close', () => this.settle?.(new Error('it closed the connection')));
  }

  /** Connects and authenticates. @throws Error that says why not */
  static async dial(address: HostAndPort, credentials: Credentials): Promise<Dialled> {
    const dialled = new Dialled(connect({ host: address.host, port: address.port, noDelay: true }));
    try {
      await dialled.answer((settle) => dialled.socket.once('connect', () => settle('')));
      const { user, password } = credentials;
      if (password.length > 0) {
        await dialled.ask(user.length > 0 ? ['AUTH', user, password] : ['AUTH', password]);
      }
      await dialled.ask(['PING']);
    } catch (failure) {
      dialled.close();
      throw failure;
    }
    return dialled;
  }

  /** Sends a request and resolves to its reply. @throws Error for an error reply, too */
  async ask(words: readonly (string | Uint8Array)[]): Promise<ParsedReply<ReplyText>> {
    const reply = await this.answer(() => this.socket.write(encodedBytes(encodeRequest(words))));
    if (reply instanceof ReplyError) throw new Error(`it answers ${String(words[0])} with: ${reply.message}`);
    return reply;
  }

  close(): void {
    this.socket.destroy();
  }

  private answer(
    begin: (settle: (reply: ParsedReply<ReplyText>) => void) => void,
  ): Promise<ParsedReply<ReplyText>> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) {
        reject(new Error('it closed the connection'));
        return;
      }
      const settle = (outcome: ParsedReply<ReplyText> | Error): void => {
        clearTimeout(timer);
        this.settle = undefined;
        if (outcome instanceof Error && !(outcome instanceof ReplyError)) reject(outcome);
        else resolve(outcome as ParsedReply<ReplyText>);
      };
      const timer = setTimeout(
        () => settle(new Error(`it does not answer within ${ANSWER_MS_MAX / 1000} seconds`)),
        ANSWER_MS_MAX,
      );
      this.settle = settle;
      begin(settle);
    });
  }
}
