// Package learning lets the office's own dispatches teach the model of past orders, day by day: when
// a day is over, what persons dispatched in it becomes one event of counts of hashed features
// (LEARNED). The model is that of its file and of these events, so that a rebuild replays them and
// never texts.
//
// Of an open day nothing is written anywhere. When it is closed, the texts are read that are there
// then: what was purged or has fallen out of the retention before teaches nothing, and there is
// nothing to take out of a sum.
package learning
