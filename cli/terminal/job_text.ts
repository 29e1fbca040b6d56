import { shellWord } from "../parse/shell_text.ts";

/** How a cluster of Flink is reached, as it was written. */
export interface FlinkAddress {
  /** `--gateway`. */
  readonly gateway: string;
  /** `--rest`. */
  readonly rest: string | null;
}

/** That a job of Flink is not waited for, and how to end it. */
export function goesOn(id: string, { gateway, rest }: FlinkAddress): string {
  const words = [
    ...["weir", "submit", "--to", "flink", "--gateway", gateway],
    ...(rest === null ? [] : ["--rest", rest]),
    ...["--cancel", id],
  ];
  return `weir: the job ${id} goes on\n  End it with: ${
    words.map(shellWord).join(" ")
  }\n`;
}
