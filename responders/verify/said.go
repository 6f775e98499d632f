package verify

import "huiying/words"

// said is a reason in both languages that a result carries: it is written into histories, so it
// stays as it was said.
func said(key string, args ...any) (first, en string) {
	p := words.Of(key, args...)
	return p.In(words.First), p.In("en")
}

// because is a result with its reason.
func because(r Result, key string, args ...any) Result {
	r.Reason, r.ReasonEn = said(key, args...)
	return r
}

// listed puts phrases after one another; without any it says nothing.
func listed(parts []words.Phrase) any {
	if len(parts) == 0 {
		return ""
	}
	all := parts[0]
	for _, p := range parts[1:] {
		all = words.Of("verify.and", all, p)
	}
	return all
}
