import type { SourceText, StageSpec } from "../pipeline/mod.ts";

/** A stage as it could be written on the command line, for comments and messages. */
export function stageText(stage: StageSpec): string {
  const words: string[] = [stage.verb];
  const flag = (
    name: string,
    value: string | SourceText | null | undefined,
  ) => {
    if (value == null) return;
    words.push(
      `--${name}`,
      quoted(typeof value === "string" ? value : value.text),
    );
  };
  switch (stage.verb) {
    case "filter":
      words.push(quoted(stage.expression.text));
      break;
    case "set":
      words.push(quoted(stage.assignments.text));
      break;
    case "select":
    case "drop":
    case "rename":
      words.push(quoted(stage.list.text));
      break;
    case "limit":
      words.push(String(stage.count), ...(stage.total ? ["--total"] : []));
      break;
    case "top":
      words.push(String(stage.count), quoted(stage.field.text));
      flag("sum", stage.sum);
      flag("by", stage.by);
      break;
    case "sort":
      words.push(quoted(stage.order.text));
      break;
    case "flatten":
      if (stage.field !== null) words.push(quoted(stage.field.text));
      break;
    case "agg":
      words.push(quoted(stage.aggregates.text));
      flag("by", stage.by);
      break;
    case "sql":
      words.push(quoted(stage.query.text));
      if (stage.history != null) flag("history", String(stage.history));
      break;
    case "write":
      words.push(quoted(stage.path));
      flag("format", stage.format);
      break;
    case "window": {
      if (stage.size !== null) words.push(stage.size);
      flag("every", stage.every);
      flag("step", stage.step);
      flag("session", stage.session);
      flag("max", stage.max);
      flag("rows", stage.rows);
      flag("start", stage.start);
      flag("end", stage.end);
      if (stage.global === true) words.push("--global");
      flag("key", stage.key);
      flag("time", stage.time);
      flag("watermark", stage.watermark);
      flag("zone", stage.zone);
      flag("origin", stage.origin);
      flag("offset", stage.offset);
      flag("lateness", stage.lateness);
      flag("refire", stage.refire);
      flag("emit", stage.emit);
      if (stage.fill === true) words.push("--fill");
      if (stage.perKeyClock === true) words.push("--per-key-clock");
      if (stage.processingTime === true) words.push("--processing-time");
    }
  }
  return words.join(" ");
}

/** A word as a shell takes it; text over several lines on one. */
function quoted(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return /^[\w./:@%+=,-]+$/u.test(line)
    ? line
    : `'${line.replaceAll("'", `'\\''`)}'`;
}
