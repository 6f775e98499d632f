package consoletest

import (
	"regexp"

	"huiying/console/facts"
	"huiying/opinion"
)

// Hostile is a text that a page must show and never run.
const Hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{.}}&#x202e;`

// NewHostileWorld has tricks in every text that comes from outside.
func NewHostileWorld() *World {
	w := NewWorld(2)
	for id, f := range w.Files {
		f.Title = Hostile
		f.Case.Answer, f.Case.AnswerURL, f.Case.State, f.Case.AnswerAt = Hostile,
			"javascript:alert(3)", opinion.Answered, Now
		f.Checks = []facts.AnswerCheck{{Name: "about", Reason: Hostile, ReasonEn: Hostile}}
		f.Found = []facts.FoundReply{{URL: "javascript:alert(7)", Unit: Hostile, Text: Hostile,
			Checks: f.Checks, Offered: opinion.Offered{Mention: Hostile, TextHash: Hostile, OK: true}}}
		f.Case.Route.Why = []string{Hostile}
		f.Case.Route.Rule, f.Case.Topic, f.Case.Division, f.Case.Kind = Hostile, Hostile, Hostile, Hostile
		for i := range f.History {
			f.History[i].Reason, f.History[i].Text, f.History[i].URL, f.History[i].By = Hostile,
				Hostile, "data:text/html,<script>", Hostile
		}
		for i := range f.Mentions {
			f.Mentions[i].Title, f.Mentions[i].Text, f.Mentions[i].URL,
				f.Mentions[i].Source = Hostile, Hostile, "javascript:alert(4)", Hostile
		}
		w.Files[id] = f
	}
	for i := range w.IssueFiles {
		w.IssueFiles[i].Issue.Title, w.IssueFiles[i].Rows[0].Text = Hostile, Hostile
		w.IssueFiles[i].Why = map[string][]string{w.IssueFiles[i].Rows[0].ID: {Hostile}}
	}
	for i := range w.Findings {
		w.Findings[i].Title, w.Findings[i].Text, w.Findings[i].URL, w.Findings[i].Source = Hostile,
			"停水"+Hostile, "javascript:alert(5)", Hostile
	}
	for i := range w.SourceRows {
		w.SourceRows[i].Name, w.SourceRows[i].Reason, w.SourceRows[i].LastError,
			w.SourceRows[i].URL = Hostile, Hostile, Hostile, "javascript:alert(6)"
	}
	w.DeadLetters[0].Reason, w.DeadLetters[0].Data, w.DeadLetters[0].Subject = Hostile, []byte(Hostile), Hostile
	return w
}

var ourScript = regexp.MustCompile(`<script src="/static/console\.[0-9a-f]{10}\.js" defer></script>`)

// WithoutOurScript is a page without the one script that it may load.
func WithoutOurScript(body string) string { return ourScript.ReplaceAllString(body, "") }
