// Package assess counts how units answer (考核): the share of turns (opinion.Turn) in which a duty
// was met, by unit, place, topic and time. A share is the sum of verdicts on single turns, and
// the verdict is a pure function, so that every number can be opened down to its cases.
package assess
