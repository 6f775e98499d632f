// Package bus carries what happens: streams and consumers as data, steps that end each
// message in exactly one way, timers, dead letters, and key-value buckets, all on NATS
// JetStream. The server runs inside the process (no port, every acknowledged write synced to
// disk) or elsewhere, by URL. What a payload means is nobody's business here.
//
// What it promises, and what it does not:
//
//   - Publish returns when the messages are on disk. Many messages go as atomic batches of up
//     to 1,000, because that is the only group commit JetStream has.
//   - A step ends each message in exactly one of three ways: done, again later, or dead letter
//     with its reason. What it hands out is stored before what it took is acknowledged.
//   - A message may be handled twice: acknowledgements are not synced to disk, so a kill
//     brings some back. Handlers must therefore be idempotent; ids are hashes of content.
//   - A timer fires at or after its second, at least once.
package bus
