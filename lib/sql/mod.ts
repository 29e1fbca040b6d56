/**
 * Floor 1: the expression and query language, DuckDB's dialect: from text to
 * checked trees, compiled loops over columns, and DuckDB's own text.
 *
 * @module
 */
export {
  type SourceText,
  type Span,
  type Token,
  tokenize,
  type TokenKind,
} from "./lex.ts";
export type {
  BetweenNode,
  BinaryNode,
  BinaryOperator,
  CallNode,
  CaseNode,
  CastNode,
  Expression,
  InNode,
  IntervalNode,
  IsNode,
  Item,
  LikeNode,
  NameNode,
  Node,
  NumberNode,
  OrderItem,
  ParameterNode,
  PathParts,
  Rename,
  SelectQuery,
  StarItem,
  TextNode,
  UnaryNode,
  WordNode,
} from "./ast.ts";
export {
  parseAssignments,
  parseExpression,
  parseItems,
  parseNames,
  parseOrder,
  parseRenames,
  parseSelectList,
} from "./parse.ts";
export { type ParsedQuery, parseQuery } from "./parse_query.ts";
export { isPlainName, isReserved, quoteName, quoteText } from "./keywords.ts";
export { nearestName } from "./nearest.ts";
export {
  type CheckOptions,
  type ParameterValue,
  parameterValue,
  type Resolved,
  type Scope,
  type Use,
} from "./scope.ts";
export {
  checkCondition,
  type CheckedExpression,
  checkParsed,
  checkValue,
} from "./check.ts";
export {
  type Base,
  type Call,
  type Checked,
  type Choice,
  type Constant,
  type Conversion,
  fieldsOf,
  type FieldUse,
  type FirstOf,
  type Logic,
  mapParts,
  type Membership,
  type Now,
  partsOf,
  type Slot,
} from "./checked.ts";
export { failsItself, seesNull } from "./failing.ts";
export { simplify } from "./simplify.ts";
export { type CastTarget, declaredType, isMoment, isNumeric } from "./types.ts";
export type { AggregateEntry } from "./aggregates/catalog.ts";
export type { ParameterType } from "./functions/signature.ts";
export type { CheckedAggregate } from "./aggregates/check_aggregate.ts";
export {
  checkAggregates,
  type CheckedAggregates,
  type CheckedItem,
} from "./aggregates/check_aggregates.ts";
export {
  type CheckedOrder,
  type CheckedQuery,
  checkQuery,
} from "./check_query.ts";
export {
  type Interval,
  isInterval,
  type Nested,
  type Scalar,
} from "./values.ts";
export type {
  ColumnIndexOf,
  CompileOptions,
  Unreadable,
} from "./compile/options.ts";
export { compilePredicate, type Predicate } from "./compile/predicate.ts";
export {
  columnType,
  compileProjection,
  type Projection,
} from "./compile/projection.ts";
export { printDuckdb, type PrintOptions } from "./print_duckdb.ts";
export { functionsAsMarkdown } from "./list_functions.ts";
