/** Gives a class the methods of all commands; what they do is one function of the class. */

import type { Method } from './method.ts';
import { methods } from './method.ts';
import type { MethodArgument } from './words.ts';

export type RunMethod<Self> = (self: Self, method: Method, args: readonly MethodArgument[]) => unknown;

export function installMethods<Self extends object>(prototype: Self, run: RunMethod<Self>): void {
  for (const method of methods) {
    // Written as a method of that name, so that the name shows in stack traces.
    const { [method.name]: body } = {
      [method.name](this: Self, ...args: MethodArgument[]): unknown {
        return run(this, method, args);
      },
    };
    Object.defineProperty(prototype, method.name, { value: body, writable: true, configurable: true });
  }
}
