import type { Terminal } from './command.ts';

/** A line that says what is going on, for people alone: each text takes the place of the one before. */
export function statusLine(terminal: Terminal): (text: string) => void {
  return text => {
    if (terminal.isTerminal) terminal.write(`\r\u001b[2K${text}`);
  };
}
