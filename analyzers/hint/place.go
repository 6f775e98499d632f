package hint

import (
	"slices"

	"huiying/opinion"
)

// place is the code that a value names, "" for none.
func (r *Reader) place(value, home string) string {
	if _, ok := r.t.Division(value); ok {
		return value
	}
	for _, near := range []string{home, ""} {
		if t := r.t.Territory("", value, near); t != nil && t.Confidence >= opinion.Certain {
			return t.Code
		}
	}
	return ""
}

func (r *Reader) within(code, above string) bool { return slices.Contains(r.t.Path(code), above) }

// applyPlace narrows the territory. Where the text names no place for certain it is read again with
// the hint's place as its home, so that a name that several places bear means the one there.
func (r *Reader) applyPlace(f *opinion.Finding, x *opinion.Hinted) {
	code := r.place(x.Value, f.Division)
	if code == "" {
		return
	}
	x.Is = code
	was := f.Territory
	certain := was != nil && was.Code != "" && was.Confidence >= opinion.Certain
	switch {
	case certain && r.within(was.Code, code):
		x.Use = opinion.HintAgrees
	case certain && !r.within(code, was.Code):
		x.Use = opinion.HintDiffers
		t := *was
		t.Evidence = append(slices.Clip(t.Evidence), x.Evidence()+"（与文中地点不同，以文为准）")
		t.Others = append(slices.Clip(t.Others), opinion.Candidate{Code: code, Confidence: opinion.Certain / 2})
		f.Territory = &t
	default:
		x.Use = opinion.HintDecided
		f.Territory = r.narrowed(f, code, x.Evidence())
	}
}

// narrowed is the place that the text names within the hint's, else the hint's own.
func (r *Reader) narrowed(f *opinion.Finding, code, evidence string) *opinion.Territory {
	again := r.t.Territory(f.Title, f.Text, code)
	if again != nil && again.Confidence >= opinion.Certain && r.within(again.Code, code) {
		t := *again
		t.Evidence = append(slices.Clip(t.Evidence), evidence)
		return &t
	}
	d, _ := r.t.Division(code)
	t := &opinion.Territory{Code: code, Name: d.Name, Level: d.Level, Confidence: placeByHint, Path: r.t.Path(code)}
	if was := f.Territory; was != nil {
		t.Evidence, t.Others = slices.Clone(was.Evidence), was.Others
	}
	t.Evidence = append(t.Evidence, evidence)
	return t
}
