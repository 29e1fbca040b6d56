// One row, in one pass: its values are written as they come, and its grammar
// is checked on the way. A newline is a control byte, so that it stops every
// scan, in strings too, and nothing has to look for the end of the row.

import { skipSpace } from "./bytes";
import {
  beginNode,
  putCode,
  putSpan,
  putSpans,
  putStrings,
  putTime,
} from "./columns";
import { scanNumber } from "./fast_numbers";
import {
  AS_CODE,
  AS_TEXT,
  AS_TIME,
  COMPLEX,
  ESCAPED,
  FALSE,
  FRAMES,
  MAX_DEPTH,
  NESTED,
  NODE_ELEMENT_COUNT,
  NODE_ELEMENTS,
  NODE_ENTRY,
  NULL,
  STRING,
  TRUE,
} from "./memory_map";
import { nodeOf } from "./names";
import {
  ACTION,
  after,
  ELEMENT,
  elementOf,
  FIRST,
  firstMember,
  LAST_CLOSE,
  LENGTH,
  matches,
  memberAfter,
  NEXT,
  NODE,
  NOWHERE,
  ROOT,
  TARGET,
} from "./patterns";
import { closingQuoteFrom, endOfPlain, escaped } from "./strings";

// A frame: the entry of the container, what it stands in, where it begins, and
// the number of the element being read.
const FRAME_ENTRY: usize = 0;
const FRAME_OUTER: usize = 4;
const FRAME_START: usize = 8;
const FRAME_INDEX: usize = 12;
const FRAME_SIZE: usize = 16;
const FRAMES_END: usize = FRAMES + MAX_DEPTH * FRAME_SIZE;

// What a value stands in.
const ROW: u32 = 0;
const OBJECT: u32 = 1;
const LIST: u32 = 2;

const TRUE_TEXT: u32 = 0x65757274;
const FALS_TEXT: u32 = 0x736c6166;
const NULL_TEXT: u32 = 0x6c6c756e;

/**
 * Decodes one row.
 *
 * @param stamp Tells this row from all others.
 * @returns The newline that ends it; 0 if it is bad or blank.
 */
@inline
export function scanRow(at: usize, row: u32, stamp: u32): usize {
  let frame: usize = FRAMES;
  let inside: u32 = ROW;
  let entry: usize = ROOT;
  let found = <usize> load<u32>(ROOT, FIRST);
  if (matches(at, found)) {
    // A row is mostly an object that begins like the one before.
    store<u32>(FRAMES, ROOT, FRAME_ENTRY);
    store<u32>(FRAMES, ROW, FRAME_OUTER);
    frame += FRAME_SIZE;
    inside = OBJECT;
    entry = found;
    at += load<u32>(found, LENGTH);
  } else {
    at = skipSpace(at);
    const byte: u32 = load<u8>(at);
    if (byte == 10) return 0;
    if (byte != 123) entry = valueEntry();
  }

  while (true) {
    // A value begins, or the white space before it.
    const byte: u32 = load<u8>(at);
    const action = load<u32>(entry, ACTION);
    if (action == COMPLEX) beginNode(load<u32>(entry, TARGET), row, stamp);
    if (byte == 34) {
      const text = at + 1;
      at = endOfPlain(text);
      let tag = STRING;
      if (load<u8>(at) != 34) {
        at = closingQuoteFrom(at);
        if (at == 0) return 0;
        if (escaped) tag = ESCAPED;
      }
      if (action != 0) {
        const target = <usize> load<u32>(entry, TARGET);
        const length = <u32> (at - text);
        if (action <= AS_TEXT) putSpan(target, row, tag, text, length);
        else if (action == AS_TIME) putTime(target, row, tag, text, length);
        else if (action == AS_CODE) {
          putCode(target, row, tag, text, length);
        } else putStrings(target, row, tag, text, length);
      }
      at++;
    } else if (byte - 48 <= 9 || byte == 45) {
      at = scanNumber(at, byte, action, load<u32>(entry, TARGET), row);
      if (at == 0) return 0;
    } else if (byte == 123) {
      if (frame == FRAMES_END) return 0;
      store<u32>(frame, entry, FRAME_ENTRY);
      store<u32>(frame, inside, FRAME_OUTER);
      store<u32>(frame, at, FRAME_START);
      frame += FRAME_SIZE;
      inside = OBJECT;
      found = load<u32>(entry, FIRST);
      if (matches(at, found)) {
        at += load<u32>(found, LENGTH);
      } else {
        found = firstMember(at, entry);
        if (found == 0) return 0;
        at = after;
      }
      if (found > LAST_CLOSE) {
        entry = found;
        continue;
      }
      // {}
      frame -= FRAME_SIZE;
      inside = load<u32>(frame, FRAME_OUTER);
      if (action != 0) {
        putContainer(entry, action, row, load<u32>(frame, FRAME_START), at);
      }
    } else if (byte == 91) {
      if (frame == FRAMES_END) return 0;
      const start = at;
      at = skipSpace(at + 1);
      if (load<u8>(at) == 93) {
        at++;
        if (action != 0) putContainer(entry, action, row, start, at);
      } else {
        store<u32>(frame, entry, FRAME_ENTRY);
        store<u32>(frame, inside, FRAME_OUTER);
        store<u32>(frame, start, FRAME_START);
        store<u32>(frame, 0, FRAME_INDEX);
        entry = nextElement(frame);
        frame += FRAME_SIZE;
        inside = LIST;
        continue;
      }
    } else {
      const text = load<u32>(at);
      let tag: u32;
      let length: u32 = 4;
      if (text == NULL_TEXT) tag = NULL;
      else if (text == TRUE_TEXT) tag = TRUE;
      else if (text == FALS_TEXT && load<u8>(at, 4) == 101) {
        tag = FALSE;
        length = 5;
      } else {
        const value = skipSpace(at);
        if (value == at) return 0;
        at = value;
        continue;
      }
      if (action != 0) {
        const target = <usize> load<u32>(entry, TARGET);
        if (action == COMPLEX) putSpans(target, row, tag, at, length);
        else putSpan(target, row, tag, at, length);
      }
      at += length;
    }

    // A value has ended: on to the next one, out of as many containers as end here.
    while (true) {
      if (inside == OBJECT) {
        found = load<u32>(entry, NEXT);
        if (matches(at, found)) {
          at += load<u32>(found, LENGTH);
        } else {
          found = memberAfter(at, entry, load<u32>(frame - FRAME_SIZE, FRAME_ENTRY));
          if (found == 0) return 0;
          at = after;
        }
        if (found > LAST_CLOSE) {
          entry = found;
          break;
        }
      } else if (inside == LIST) {
        at = skipSpace(at);
        const separator: u32 = load<u8>(at);
        at++;
        if (separator == 44) {
          at = skipSpace(at);
          entry = nextElement(frame - FRAME_SIZE);
          break;
        }
        if (separator != 93) return 0;
      } else {
        if (load<u8>(at) == 10) return at;
        at = skipSpace(at);
        return load<u8>(at) == 10 ? at : 0;
      }
      frame -= FRAME_SIZE;
      entry = load<u32>(frame, FRAME_ENTRY);
      inside = load<u32>(frame, FRAME_OUTER);
      const done = load<u32>(entry, ACTION);
      if (done != 0) {
        putContainer(entry, done, row, load<u32>(frame, FRAME_START), at);
      }
    }
  }
}

const VALUE_NAME: usize = memory.data<u8>([118, 97, 108, 117, 101]);

/** The entry of a row that is no object: the field `value`. */
function valueEntry(): usize {
  const node = nodeOf(load<u32>(ROOT, NODE), VALUE_NAME, 5, false);
  return node == 0 ? NOWHERE : load<u32>(node, NODE_ENTRY);
}

/** The entry of the next element of the list in a frame. */
@inline
function nextElement(frame: usize): usize {
  const entry = <usize> load<u32>(frame, FRAME_ENTRY);
  const node = <usize> load<u32>(entry, NODE);
  if (node != 0 && load<u32>(node, NODE_ELEMENT_COUNT) != 0) {
    return numberedElement(frame, entry, node);
  }
  const element = <usize> load<u32>(entry, ELEMENT);
  return element != 0 ? element : elementOf(entry);
}

function numberedElement(frame: usize, entry: usize, node: usize): usize {
  const index = load<u32>(frame, FRAME_INDEX) + 1;
  store<u32>(frame, index, FRAME_INDEX);
  let element = <usize> load<u32>(node, NODE_ELEMENTS);
  const end = element + (load<u32>(node, NODE_ELEMENT_COUNT) << 3);
  for (; element < end; element += 8) {
    if (load<u32>(element) == index) {
      return load<u32>(load<u32>(element, 4), NODE_ENTRY);
    }
  }
  return elementOf(entry);
}

function putContainer(
  entry: usize,
  action: u32,
  row: u32,
  start: usize,
  end: usize,
): void {
  const target = <usize> load<u32>(entry, TARGET);
  const length = <u32> (end - start);
  if (action == COMPLEX) putSpans(target, row, NESTED, start, length);
  else putSpan(target, row, NESTED, start, length);
}
