/** Paints pieces of a message. */
export interface Paint {
  /** What begins a message. */
  fault(text: string): string;
  /** What points: a caret. */
  pointer(text: string): string;
  /** What can be pasted or matters most. */
  strong(text: string): string;
  /** What stands back: places. */
  faint(text: string): string;
}

const sequence = (code: string) => (text: string) =>
  text === "" ? "" : `\u001b[${code}m${text}\u001b[0m`;

const plain: Paint = {
  fault: (text) => text,
  pointer: (text) => text,
  strong: (text) => text,
  faint: (text) => text,
};

const coloured: Paint = {
  fault: sequence("1;31"),
  pointer: sequence("31"),
  strong: sequence("1"),
  faint: sequence("2"),
};

/** How messages are painted: with colour, or as they are. */
export function paint(colour: boolean): Paint {
  return colour ? coloured : plain;
}
