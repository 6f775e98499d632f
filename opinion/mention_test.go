package opinion

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huiying/redact"
	"huiying/redact/redacttest"
)

func draft() Draft {
	return Draft{
		Source: "hotline", Ref: "留言人13800000000-17", URL: "https://Example.org:443/a/13800000000?id=7&name=%E6%88%91%E5%8F%AB%E5%BC%A0%E4%B8%89&spm=1#x",
		Title: "我叫张三，路灯坏了", Text: "住阳光小区3栋2单元501室，微信号：abc_12345。\x00\ufeff",
		PublishedAt: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), Division: "430104", Kind: KindHotline,
	}
}

func TestMentionHoldsNoIdentifier(t *testing.T) {
	m, err := NewMention(draft())
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range []string{"13800000000", "张三", "abc_12345", "501", "%E5%BC%A0"} {
		if strings.Contains(string(b), raw) {
			t.Errorf("%q is left in %s", raw, b)
		}
	}
	if m.Redactions[redact.Mobile] != 1 || m.Redactions[redact.Name] != 1 || m.Redactions[redact.Dwelling] != 1 || m.Redactions[redact.WeChat] != 1 {
		t.Errorf("counts: %v", m.Redactions)
	}
	if len(m.ID) != 32 {
		t.Errorf("id %q", m.ID)
	}
}

// The column of the place is a code or nothing: exports put all sorts of things there.
func TestDivisionIsACode(t *testing.T) {
	for in, want := range map[string]string{
		"98": "98", "980101": "980101", "980101001": "980101001", "980101001001": "980101001001", "X0A1": "X0A1", " 430104 ": "430104", "": "",
		"13800000000": "", "我家3栋2单元501室": "", "长沙市": "", "110101180101010039": "", "a b": "", "9801;drop": "",
	} {
		m, err := NewMention(Draft{Source: "s", Text: "路灯坏了", Division: in})
		if err != nil || m.Division != want {
			t.Errorf("division %q becomes %q (%v), want %q", in, m.Division, err, want)
		}
	}
}

// Whatever identifiers a draft holds, in whichever field, no field of the mention holds them.
func TestMentionHoldsNoSeededIdentifier(t *testing.T) {
	g := redacttest.Maker{Rand: rand.New(rand.NewPCG(11, 12))}
	left, total := 0, 0
	for range 2000 {
		p, q := g.Sentence(redacttest.Kinds[g.IntN(len(redacttest.Kinds))]), g.Sentence(redact.Mobile)
		m, err := NewMention(Draft{Source: "s", Title: q.Text, Text: p.Text, Ref: p.Text, URL: "http://example.org/p?q=" + strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, q.Text)})
		if err != nil {
			t.Fatal(err)
		}
		all := m.Title + "\n" + m.Text + "\n" + m.URL + "\n" + m.Ref
		total++
		if utf8.RuneCountInString(p.Value) > 2 && strings.Contains(all, p.Value) || strings.Contains(all, q.Value) {
			left++
		}
	}
	if float64(left)/float64(total) > 0.005 {
		t.Errorf("%d of %d mentions still hold an identifier", left, total)
	}
}

func TestMentionIDIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Draft{Source: "s" + rapid.String().Draw(t, "source"), Title: "题" + rapid.String().Draw(t, "title"), Text: rapid.String().Draw(t, "text"), Ref: rapid.String().Draw(t, "ref")}
		a, err := NewMention(d)
		if err != nil {
			t.Fatal(err)
		}
		later := d
		later.CollectedAt = time.Unix(1e9, 0)
		if b, _ := NewMention(later); b.ID != a.ID {
			t.Fatalf("collecting later gave %s after %s", b.ID, a.ID)
		}
		again, err := NewMention(Draft{Source: a.Source, Title: a.Title, Text: a.Text, Ref: a.Ref, URL: a.URL})
		if err != nil || again.ID != a.ID {
			t.Fatalf("a redacted mention came back as %s after %s (%v)", again.ID, a.ID, err)
		}
		other := d
		other.Text += "又"
		if b, _ := NewMention(other); b.ID == a.ID {
			t.Fatal("another text has the same id")
		}
		if !utf8.ValidString(a.Text) || strings.ContainsRune(a.Text, 0) {
			t.Fatalf("unclean text %q", a.Text)
		}
	})
}

// Only what is redacted goes into the id: phone numbers cannot be tried against it.
func TestMentionIDHidesWhatWasRedacted(t *testing.T) {
	a, _ := NewMention(Draft{Source: "s", Text: "电话13800000000"})
	b, _ := NewMention(Draft{Source: "s", Text: "电话13900000001"})
	if a.ID != b.ID {
		t.Error("ids differ by the phone alone")
	}
}

func TestMentionRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		d    Draft
		want error
	}{
		"no source": {Draft{Text: "x"}, ErrNoSource},
		"no text":   {Draft{Source: "s", Title: " \x00 "}, ErrNoText},
		"too long":  {Draft{Source: "s", Text: strings.Repeat("长", MaxTextBytes)}, ErrTooLong},
	} {
		if _, err := NewMention(c.d); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	m, err := NewMention(Draft{Source: "s", Text: "x", PublishedAt: time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil || !m.PublishedAt.IsZero() {
		t.Errorf("an impossible time is kept: %v %v", m.PublishedAt, err)
	}
	if _, err := json.Marshal(m); err != nil {
		t.Error(err)
	}
}

// No noun has a field for who wrote a text.
func TestNoAuthorAnywhere(t *testing.T) {
	forbidden := []string{"author", "user", "nick", "avatar", "handle", "writer", "poster", "ip", "device", "phone", "email"}
	seen := map[reflect.Type]bool{}
	var walk func(path string, r reflect.Type)
	walk = func(path string, r reflect.Type) {
		for r.Kind() == reflect.Pointer || r.Kind() == reflect.Slice || r.Kind() == reflect.Map {
			r = r.Elem()
		}
		if r.Kind() != reflect.Struct || seen[r] || r.PkgPath() == "time" {
			return
		}
		seen[r] = true
		for i := range r.NumField() {
			f := r.Field(i)
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			for _, word := range forbidden {
				for _, name := range []string{strings.ToLower(f.Name), tag} {
					if name == word || len(word) > 3 && strings.Contains(name, word) {
						t.Errorf("%s.%s (%s) could say who wrote a text", path, f.Name, tag)
					}
				}
			}
			walk(path+"."+f.Name, f.Type)
		}
	}
	for _, v := range []any{Draft{}, Mention{}, Finding{}, Case{}, Event{}, Source{}, Unit{}, Topic{}} {
		r := reflect.TypeOf(v)
		walk(r.Name(), r)
	}
}

func TestForgottenMentionKeepsItsID(t *testing.T) {
	m, _ := NewMention(draft())
	f := m.Forgotten()
	if f.ID != m.ID || f.TextHash != m.TextHash || f.Text+f.Title+f.URL+f.Ref != "" {
		t.Errorf("%+v", f)
	}
}
