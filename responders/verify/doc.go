// Package verify looks whether a question was really answered: whether the answer stands at
// a public address that anybody can open (Verifier), whether it is about the question, says
// more than a form letter, and what it promises (Judge).
//
// A judgement comes with its reasons in words, for a person decides in the end: what a check
// doubts may be overruled, in words. Judge is a pure function of the texts, learns nothing
// from them and carries no text of a citizen: it weighs what question and answer share by
// how rare that is in Chinese at large (chance.txt) and in letters to government (common.txt).
package verify
