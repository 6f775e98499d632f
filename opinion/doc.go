// Package opinion holds the nouns of huiying: Mention (舆情信息), Finding (研判结果),
// Topic (领域/事项), Division (行政区划), Unit (责任单位), Issue (议题), Case (办件), the
// events of a case and its legal moves. NewMention redacts what it is given.
//
// It imports nothing but the standard library and redact. No type here has a field for who wrote a
// text, and none may be added: huiying tracks issues and units, never people
// (docs/promise.md).
package opinion
