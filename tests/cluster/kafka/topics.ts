import { batchValues, recordBatch, type Value } from "./record_batch.ts";
import { call } from "./wire.ts";

/**
 * The topics of a broker, over Kafka's own protocol: its tools would start a
 * JVM for each call.
 */
export interface Topics {
  /** Makes a topic. */
  readonly make: (topic: string, partitions: number) => Promise<void>;
  /** Writes records to a partition. */
  readonly write: (
    topic: string,
    partition: number,
    values: readonly Value[],
  ) => Promise<void>;
  /** The values in a partition, as texts; none where there is no such topic. */
  readonly read: (
    topic: string,
    partition?: number,
  ) => Promise<readonly string[]>;
}

/** Calls in the oldest layouts that a broker of Kafka 4 takes, which are the plainest. */
const PRODUCE = [0, 3] as const;
const FETCH = [1, 4] as const;
const CREATE_TOPICS = [19, 2] as const;

/** What is said of a topic that is not there, or not yet: no such one, no leader, another leader. */
const NOT_YET: ReadonlySet<number> = new Set([3, 5, 6]);
const TRIES = 200;
const MAX_BYTES = 16_777_216;
const LIMIT_MS = 10_000;

/** The topics of the broker at `host:port`. */
export function topicsOf(brokers: string): Topics {
  return {
    make: async (topic, partitions) => {
      const answer = await call(brokers, CREATE_TOPICS, (to) => {
        to.int(4, 1).text(topic).int(4, partitions).int(2, 1);
        // No assignments, no settings.
        to.int(4, 0).int(4, 0).int(4, LIMIT_MS).int(1, 0);
      });
      answer.skip(4 + 4).text();
      const code = answer.int(2);
      if (code !== 0) throw refused("make a topic", code);
    },
    write: async (topic, partition, values) => {
      const batch = recordBatch(values);
      for (let left = TRIES;; left--) {
        const answer = await call(brokers, PRODUCE, (to) => {
          // No transaction, all replicas.
          to.int(2, -1).int(2, -1).int(4, LIMIT_MS);
          to.int(4, 1).text(topic).int(4, 1).int(4, partition).block(batch);
        });
        answer.skip(4).text();
        const code = answer.skip(4 + 4).int(2);
        if (code === 0) return;
        if (!NOT_YET.has(code) || left === 0) throw refused("write", code);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    read: async (topic, partition = 0) => {
      const values: string[] = [];
      for (let from = 0;;) {
        const answer = await call(brokers, FETCH, (to) => {
          // No replica, no waiting.
          to.int(4, -1).int(4, 0).int(4, 0).int(4, MAX_BYTES).int(1, 0);
          to.int(4, 1).text(topic);
          to.int(4, 1).int(4, partition).long(from).int(4, MAX_BYTES);
        });
        answer.skip(4 + 4).text();
        const code = answer.skip(4 + 4).int(2);
        if (NOT_YET.has(code)) return [];
        if (code !== 0) throw refused("read", code);
        const end = answer.long();
        const aborted = answer.skip(8).int(4);
        answer.skip(16 * Math.max(0, aborted));
        const read = batchValues(answer.raw(Math.max(0, answer.int(4))), from);
        values.push(...read.values);
        if (read.next === from || read.next >= end) return values;
        from = read.next;
      }
    },
  };
}

function refused(what: string, code: number): TypeError {
  return new TypeError(`Cannot ${what}: Kafka answers with error ${code}`);
}
