// Package inspect judges what stands on the open web against what is owed to the public (常态化监管): given an
// item of the openness register and the pages that were fetched for it, it says what is wrong, by which rule,
// where and when. It asks for nothing and keeps nothing: of a page there are address, time, hash and which
// elements were found, and in the report a short redacted excerpt as evidence.
package inspect
