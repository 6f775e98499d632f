package accounts

import (
	"errors"
	"strings"
	"testing"

	"huiying/words"
)

// An account that names a unit or a division which does not exist would see nothing and nobody
// would know why: it is refused in the reader's language, with what does exist.
func TestAnAccountNamesWhatExists(t *testing.T) {
	b, _, _, _ := newBook(t)
	b.Unknown = func(unit, division string) (words.Phrase, bool) {
		if unit != "" && unit != "water" {
			return words.Unknown("unit", unit, []words.Named{{ID: "water", Name: "水务局"}}), true
		}
		return words.Unknown("division", division, []words.Named{{ID: "980102", Name: "霁东区"}}),
			division != "" && division != "980102"
	}
	for name, a := range map[string]Account{
		"water（水务局）":    {ID: "x1", Name: "x", Role: "handler", Unit: "watr"},
		"980102（霁东区）":   {ID: "x2", Name: "x", Role: "leader", Division: "980199"},
		"administrator": {ID: "x3", Name: "x", Role: "boss"},
		"请选择单位":         {ID: "x4", Name: "x", Role: "head"},
		"登录名须为":         {ID: "!", Name: "x", Role: "head", Unit: "water"},
	} {
		_, _, err := b.Add(t.Context(), a)
		no, ok := errors.AsType[*Invalid](err)
		if !ok || !errors.Is(err, ErrInvalid) || !strings.Contains(no.In("zh-CN"), name) ||
			strings.ContainsAny(no.In("en"), "。、") {
			t.Errorf("%s: %v", name, err)
		}
	}
	a, _, err := b.Add(t.Context(), Account{ID: "x5", Name: "x", Role: "handler", Unit: "water", Division: "980102"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Assign(t.Context(), a.ID, "x", "handler", "watr", ""); !errors.Is(err, ErrInvalid) {
		t.Errorf("moved to a unit that does not exist: %v", err)
	}
	if _, err := b.Join(t.Context(), Account{ID: "y", Name: "y", Role: "handler", Unit: "watr",
		Single: "i s"}); !errors.Is(err, ErrInvalid) {
		t.Errorf("single sign-on claims a unit that does not exist: %v", err)
	}
}
