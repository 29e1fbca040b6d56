import { agg } from "./agg.ts";
import { drop } from "./drop.ts";
import { filter } from "./filter.ts";
import { flatten } from "./flatten.ts";
import { limit } from "./limit.ts";
import { read } from "./read.ts";
import { rename } from "./rename.ts";
import { select } from "./select.ts";
import { set } from "./set.ts";
import { sort } from "./sort.ts";
import { sql } from "./sql.ts";
import type { Stage } from "./stage.ts";
import { top } from "./top.ts";
import { window } from "./window.ts";
import { write } from "./write.ts";

export type { Given, Stage } from "./stage.ts";

/** All stages, in the order people meet them. */
export const stages: readonly Stage[] = [
  read,
  filter,
  set,
  select,
  drop,
  rename,
  flatten,
  sort,
  limit,
  top,
  window,
  agg,
  sql,
  write,
];
