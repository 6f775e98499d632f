package consoletest

import (
	"context"
	"strings"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// counter takes down what a world is told: a text becomes the world's first case in triage.
type counter struct{ w *World }

func (t counter) mention(e facts.Entry) (opinion.Mention, error) {
	m, err := opinion.NewMention(e.Draft())
	if err != nil {
		return m, &kit.Error{Kind: kit.Invalid, Code: "no_text", Words: "请写下说了什么。"}
	}
	return m, nil
}

// Sketch judges by the world's first finding.
func (t counter) Sketch(_ context.Context, e facts.Entry) (facts.Sketch, error) {
	m, err := t.mention(e)
	if err != nil {
		return facts.Sketch{}, err
	}
	t.w.Lock()
	defer t.w.Unlock()
	f := t.w.Findings[0]
	f.Mention = m
	if strings.Contains(m.Text, "着火") {
		f.Danger = &opinion.DangerFinding{Now: true, Call: []string{"119"}, Evidence: []string{"着火"}}
	}
	return facts.Sketch{Finding: f, Rule: opinion.RuleOpens,
		Alike: []facts.Alike{{IssueRow: t.w.IssueFiles[0].Issue, Why: []string{"停水"}}}}, t.w.Fail
}

// Near are the world's issues, whatever was said.
func (t counter) Near(context.Context, string) (out []facts.Alike, err error) {
	t.w.Lock()
	defer t.w.Unlock()
	for _, f := range t.w.IssueFiles {
		out = append(out, facts.Alike{IssueRow: f.Issue, Why: []string{"停水"}})
	}
	return out, t.w.Fail
}

// Enter takes a text down once.
func (t counter) Enter(_ context.Context, e facts.Entry) (facts.Entered, error) {
	m, err := t.mention(e)
	if err != nil {
		return facts.Entered{}, err
	}
	t.w.Lock()
	defer t.w.Unlock()
	out := facts.Entered{Mention: m.ID, Known: t.w.known[m.ID],
		Stands: register.Stand{Is: opinion.DispositionCase}}
	if t.w.known[m.ID] = true; !out.Known {
		t.w.Taken = append(t.w.Taken, m)
	}
	for _, id := range t.w.Order {
		if t.w.Files[id].Case.State == opinion.Triage {
			out.Cases = []string{id}
			break
		}
	}
	return out, t.w.Fail
}
