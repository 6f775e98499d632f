package opinion

// Topic (领域/事项) is an item of the public-service catalogue. Its ID is "field/item" for
// an item and "field" for one of the 26 pilot fields of 基层政务公开标准目录 (国办发〔2019〕54号).
type Topic struct {
	ID     string `json:"id" yaml:"id"`
	Name   string `json:"name" yaml:"name"`
	NameEn string `json:"name_en,omitempty" yaml:"name_en"`
	// Terms are words that speak for it. A word that decides by itself ends in "!" (落户!), one that
	// only adds to others in "?" (保安?).
	Terms   []string `json:"terms,omitempty" yaml:"terms"`
	Exclude []string `json:"exclude,omitempty" yaml:"exclude"` // words that speak against it
	Basis   string   `json:"basis,omitempty" yaml:"basis"`     // regulation and number
	Clock   string   `json:"clock,omitempty" yaml:"clock"`     // clock profile, where the field's own does not fit
	// Refer names the statutory channel (信访, 诉讼, 仲裁 …) when the matter has one of its own:
	// such a case is referred, with the words that tell the public which channel.
	Refer string `json:"refer,omitempty" yaml:"refer"`
	// Narrows names an item of the same field that this one is a case of: where the words of both
	// are heard, this one is the answer.
	Narrows string `json:"narrows,omitempty" yaml:"narrows"`
}

// Term cuts the mark off a word of the catalogue: mark is '!', '?' or 0.
func Term(term string) (word string, mark byte) {
	if n := len(term) - 1; n > 0 && (term[n] == '!' || term[n] == '?') {
		return term[:n], term[n]
	}
	return term, 0
}
