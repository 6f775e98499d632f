package analyzers_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"huiying/analyzers"
	"huiying/analyzers/issue"
	"huiying/opinion"
)

func mention(t testing.TB, title, text string) opinion.Mention {
	t.Helper()
	m, err := opinion.NewMention(opinion.Draft{Source: "board", Ref: title, Title: title,
		Text: text, Division: "430102", Kind: opinion.KindBoard})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// asked is what the judgements were asked.
type asked struct {
	cuts   int
	words  []string
	place  string
	topic  string
	route  opinion.RouteRequest
	judged []string
}

type fakeCutter struct{ a *asked }

func (f fakeCutter) Cut(s string) []string          { f.a.cuts++; return strings.Fields(s) }
func (f fakeCutter) CutForSearch(s string) []string { f.a.cuts++; return strings.Fields(s) }

func parts(a *asked, where *opinion.Territory) analyzers.Parts {
	note := func(s string) { a.judged = append(a.judged, s) }
	return analyzers.Parts{
		Segmenter: fakeCutter{a},
		Topic: func(_, _ string) opinion.TopicFinding {
			note("topic")
			return opinion.TopicFinding{ID: "ecology/noise", Also: []string{"labour/wages"},
				Refer: "petition", Confidence: 0.9}
		},
		Demand: func(_, _ string) opinion.DemandFinding {
			note("demand")
			return opinion.DemandFinding{ID: opinion.Complaint}
		},
		Territory: func(_, _, home string, _ []string) *opinion.Territory { note("territory " + home); return where },
		Harm: func(_, _ string) (opinion.DangerFinding, opinion.SeverityFinding) {
			note("danger")
			note("severity")
			return opinion.DangerFinding{Now: true, Call: []string{"119"}},
				opinion.SeverityFinding{Level: opinion.SeverityII}
		},
		Issue: func(m opinion.Mention, words []string) analyzers.Settle {
			a.words = words
			return func(topic, place string) opinion.IssueRef {
				note("issue")
				a.topic, a.place = topic, place
				return opinion.IssueRef{ID: opinion.IssueID(m.ID), New: true, Size: 1}
			}
		},
		Route: func(r opinion.RouteRequest) opinion.Route {
			note("route")
			a.route = r
			return opinion.Route{Lead: "office"}
		},
	}
}

func TestOrderAndWhatIsPassedOn(t *testing.T) {
	var a asked
	where := &opinion.Territory{Code: "430103001", Confidence: 0.8, Places: []string{"430104"}}
	f, err := analyzers.New(parts(&a, where)).Analyze(t.Context(), mention(t, "夜间 施工", "噪音 扰民"))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(a.judged, ","); got != "topic,demand,territory 430102,danger,severity,issue,route" {
		t.Errorf("order: %s", got)
	}
	if a.cuts != 1 || strings.Join(a.words, " ") != "夜间 施工 噪音 扰民" {
		t.Errorf("cut %d times, words %q", a.cuts, a.words)
	}
	if a.place != "430103001" || a.topic != "ecology/noise" {
		t.Errorf("grouped by %s at %s", a.topic, a.place)
	}
	r := a.route
	if r.Topic != "ecology/noise" || r.Also[0] != "labour/wages" || r.Refer != "petition" ||
		r.Division != "430103001" ||
		r.Places[0] != "430104" || r.Home != "430102" || r.Severity != opinion.SeverityII {
		t.Errorf("route asked with %+v", r)
	}
	if f.Topic.ID == "" || f.Demand.ID != opinion.Complaint || f.Territory == nil ||
		f.Territory.Code != where.Code || f.Severity.Level != opinion.SeverityII ||
		!f.InDanger() || f.Danger.Evidence == nil || f.Issue.ID == "" || f.Route.Lead != "office" ||
		f.Skipped != "" || f.ID == "" {
		t.Errorf("%+v", f)
	}
}

func TestAnUnsurePlaceNeitherRoutesNorGroups(t *testing.T) {
	for name, where := range map[string]*opinion.Territory{
		"unsure": {Code: "430103", Confidence: 0.49, Places: []string{"430104"}},
		"none":   nil,
	} {
		var a asked
		f, err := analyzers.New(parts(&a, where)).Analyze(t.Context(), mention(t, "噪音", ""))
		if err != nil {
			t.Fatal(err)
		}
		if a.route.Division != "" || a.route.Places != nil || a.route.Home != "430102" || a.place != "430102" {
			t.Errorf("%s: route %+v, grouped at %s", name, a.route, a.place)
		}
		if (f.Territory == nil) != (where == nil) || where != nil && f.Territory.Code != where.Code {
			t.Errorf("%s: the finding must still show the guess", name)
		}
	}
}

func TestScriptsThatNobodyReads(t *testing.T) {
	for _, c := range []struct{ title, text, skipped string }{
		{"བོད་ཡིག", "ང་ཚོའི་གྲོང་ཚོར་ཆུ་མེད།", "Tibetan"},
		{"", "بىزنىڭ مەھەللىدە سۇ يوق", "Arabic"},
		{"", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", "Mongolian"},
		{"물이 안 나와요", "", "Hangul"},
		{"ꆈꌠꁱꂷ", "", "Yi script"},
		{"水がない", "マンションの水が止まっています", "Japanese"},
		{"No water", "The water has been off for three days in our building.", "Latin"},
		{"ქართული", "", "other script"},
		{"小区停水", "བོད་ཡིག", ""},
		{"小区 WIFI 太慢", "iPhone 15 pro max 也不行 https://example.org/a/b/c?d=e", ""},
		{"咨询5G基站", "", ""},
		{"12345", "！！！", ""},
		{"优衣库の衣服质量问题", "", ""},
	} {
		var a asked
		f, err := analyzers.New(parts(&a, nil)).Analyze(t.Context(), mention(t, c.title, c.text))
		if err != nil {
			t.Fatal(err)
		}
		if (c.skipped == "") != (f.Skipped == "") || !strings.HasPrefix(f.Skipped, c.skipped) {
			t.Errorf("%q %q: skipped %q, want %q", c.title, c.text, f.Skipped, c.skipped)
		}
		if f.Route.Lead == "" || f.Issue.ID == "" {
			t.Errorf("%q: nobody gets it: %+v", c.title, f)
		}
		if c.skipped == "" {
			continue
		}
		if got := strings.Join(a.judged, ","); got != "issue,route" || a.cuts != 0 {
			t.Errorf("%q: judged %s", c.title, got)
		}
		if f.Topic.ID != "" || f.Territory != nil || f.Demand.ID != opinion.NoDemand ||
			f.Severity.Level != opinion.SeverityIV {
			t.Errorf("%q: a guess in %+v", c.title, f)
		}
		if a.route.Topic != "" || a.route.Division != "" || a.route.Home != "430102" || a.place != "430102" {
			t.Errorf("%q: routed by %+v", c.title, a.route)
		}
	}
}

func TestErrors(t *testing.T) {
	var a asked
	an := analyzers.New(parts(&a, nil))
	m := mention(t, "停水", "")
	if _, err := an.Analyze(t.Context(), m.Forgotten()); !errors.Is(err, analyzers.ErrNothingToRead) {
		t.Errorf("forgotten: %v", err)
	}
	var none opinion.Mention
	if _, err := an.Analyze(t.Context(), none); !errors.Is(err, analyzers.ErrNothingToRead) {
		t.Errorf("no mention: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := an.Analyze(ctx, m); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	defer func() {
		if recover() == nil {
			t.Error("New took a set of parts without Route")
		}
	}()
	p := parts(&a, nil)
	p.Route = nil
	analyzers.New(p)
}

func grouping(g *issue.Grouper) func(opinion.Mention, []string) analyzers.Settle {
	return func(m opinion.Mention, words []string) analyzers.Settle {
		r := g.Read(m, words)
		return func(topic, place string) opinion.IssueRef { return g.Settle(r, topic, place) }
	}
}

// TestRealParts runs the real cutter, lexicon and grouper.
func TestRealParts(t *testing.T) {
	var a asked
	p := parts(&a, nil)
	g := issue.New(issue.Options{Common: terms(t)})
	p.Segmenter, p.Topic, p.Issue = segmenter(t), lexicon(t).Judge, grouping(g)
	an := analyzers.New(p)
	var refs []opinion.IssueRef
	for _, m := range [][2]string{
		{"丽湖新城旁边的搅拌站噪音扰民", "搅拌站晚上施工，噪音很大，粉尘也多。"},
		{"投诉丽湖新城小区附近搅拌站", "我们住在丽湖新城，搅拌站的灰尘和噪音让人无法开窗。"},
		{"咨询医保报销", "异地就医的医保如何报销？"},
	} {
		f, err := an.Analyze(t.Context(), mention(t, m[0], m[1]))
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, f.Issue)
		if f.Topic.ID == "" {
			t.Errorf("%s: no topic", m[0])
		}
	}
	if refs[0].ID != refs[1].ID || refs[1].Size != 2 || refs[2].ID == refs[0].ID {
		t.Errorf("grouped: %+v", refs)
	}
}

// BenchmarkCutAlone and BenchmarkAnalyze stand side by side: their ratio is the target.
func BenchmarkCutAlone(b *testing.B) {
	all := city(b)
	j := segmenter(b)
	for i := 0; b.Loop(); i++ {
		m := all[i%len(all)].mention
		j.Cut(m.Title + "\n" + m.Text)
	}
}

// BenchmarkAnalyze runs this folder's real parts (cut, topic, issue).
func BenchmarkAnalyze(b *testing.B) {
	all := city(b)
	var a asked
	p := parts(&a, nil)
	p.Segmenter, p.Topic, p.Issue = segmenter(b), lexicon(b).Judge, grouping(issue.New(issue.Options{Common: terms(b)}))
	an := analyzers.New(p)
	for i := 0; b.Loop(); i++ {
		m := all[i%len(all)].mention
		m.ID = opinion.IssueID(m.ID)[1:] + "00000000" // the same texts again must not be answered from memory
		a.judged = a.judged[:0]
		if _, err := an.Analyze(b.Context(), m); err != nil {
			b.Fatal(err)
		}
	}
}
