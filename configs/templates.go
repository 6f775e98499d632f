package configs

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"huiying/redact"
	"huiying/words"
)

// Template (答复模板) is a text to start from.
type Template struct {
	ID     string   `yaml:"id"`
	Name   string   `yaml:"name"`
	NameEn string   `yaml:"name_en"`
	For    string   `yaml:"for"`    // answer (default), inform, contribute
	Kind   string   `yaml:"kind"`   // answer: the kind of response it is written for
	Topics []string `yaml:"topics"` // fields or items; none: every topic
	Text   string   `yaml:"text"`
}

// Policy (政策依据) is where a regulation that the configuration names by its number can be read.
type Policy struct {
	Number string `yaml:"number"`
	Title  string `yaml:"title"`
	URL    string `yaml:"url"`
}

// Blanks are the words of a case that a template may ask for, as {unit}.
var Blanks = []string{"unit", "place", "topic", "due", "case"}

// Purposes of a template, the usual one first.
var Purposes = []string{"answer", "inform", "contribute"}

// Kinds of response (国办发〔2016〕80号); a test holds that they are those of casework.
var Kinds = []string{"采纳公开", "解决公布", "调查发布", "权威解释", "事实更正"}

var blank = regexp.MustCompile(`\{[^{}]*\}|[{}]`)

// Fill puts words into a template, each once: braces within them stay as they are.
func (t Template) Fill(words map[string]string) string {
	return strings.TrimSpace(blank.ReplaceAllStringFunc(t.Text, func(s string) string {
		return words[strings.Trim(s, "{}")]
	}))
}

// Fits says whether a template is meant for a topic.
func (t Template) Fits(topic string) bool {
	field, _, _ := strings.Cut(topic, "/")
	return len(t.Topics) == 0 || slices.Contains(t.Topics, topic) || slices.Contains(t.Topics, field)
}

// TemplatesFor are those for a purpose and topic: those of the topic before those for every topic.
func (c *Config) TemplatesFor(purpose, topic string) []Template {
	var own, all []Template
	for _, t := range c.Templates {
		switch {
		case or(t.For, "answer") != purpose || !t.Fits(topic):
		case len(t.Topics) > 0:
			own = append(own, t)
		default:
			all = append(all, t)
		}
	}
	return append(own, all...)
}

// number is how a regulation is named in running words: 国办发〔2016〕61号.
var number = regexp.MustCompile(`\p{Han}{1,12}〔\d{4}〕\d{1,4}号|DB\d{2}/T \d[\d-]*\d`)

// PoliciesIn finds the regulations that a basis names, with title and address where they are
// configured. A basis without a number stands for itself.
func (c *Config) PoliciesIn(basis string) []Policy {
	basis = strings.TrimSpace(strings.ReplaceAll(basis, "[recalled]", ""))
	if basis == "" {
		return nil
	}
	found := number.FindAllString(basis, -1)
	if len(found) == 0 {
		found = []string{basis}
	}
	var out []Policy
	for _, n := range found {
		i := slices.IndexFunc(c.Policies, func(p Policy) bool { return p.Number == n })
		if i < 0 {
			out = append(out, Policy{Number: n})
		} else {
			out = append(out, c.Policies[i])
		}
	}
	return out
}

// Unaddressed are the numbers of regulations that drafts are offered to cite, or that policies
// lists, and that have no address there, in order. It is no fault: they are cited by number alone.
func (c *Config) Unaddressed() []string {
	var out []string
	all := slices.Clone(c.Policies)
	for _, t := range c.Topics {
		all = append(all, c.PoliciesIn(t.Basis)...)
	}
	for _, k := range c.Clocks {
		all = append(all, c.PoliciesIn(k.Basis)...)
	}
	for _, p := range all {
		if p.URL == "" && number.MatchString(p.Number) && !slices.Contains(out, p.Number) {
			out = append(out, p.Number)
		}
	}
	slices.Sort(out)
	return out
}

func (r *reader) checkTemplates() {
	seen := map[string]bool{}
	for i, t := range r.c.Templates {
		at := func(key string) pos { return r.c.at(templatesFile, fmt.Sprintf("templates[%d].%s", i, key)) }
		switch {
		case !idPattern.MatchString(t.ID):
			r.fault(at("id"), "fault.id", t.ID)
		case seen[t.ID]:
			r.fault(at("id"), "fault.duplicate_id.template", t.ID)
		}
		seen[t.ID] = true
		if t.Name == "" || strings.TrimSpace(t.Text) == "" {
			r.fault(at("id"), "fault.missing.template", t.ID)
		}
		if t.For != "" && !slices.Contains(Purposes, t.For) {
			r.fault(at("for"), "fault.purpose", t.For)
		}
		if t.Kind != "" && !slices.Contains(Kinds, t.Kind) {
			r.fault(at("kind"), "fault.kind.response", t.Kind,
				strings.Join(Kinds, ", "))
		}
		for _, s := range blank.FindAllString(t.Text, -1) {
			if !slices.Contains(Blanks, strings.Trim(s, "{}")) || len(s) < 2 {
				r.fault(at("text"), "fault.placeholder", s,
					strings.Join(Blanks, "} {"))
			}
		}
		if len([]rune(t.Text)) > 8000 {
			r.fault(at("text"), "fault.range.template")
		}
		if clean, _ := redact.Text(t.Text); clean != t.Text {
			r.fault(at("text"), "fault.person", t.ID)
		}
		for j, topic := range t.Topics {
			if _, ok := r.c.Topic(topic); !ok && !r.broken[catalogueFile] {
				r.unknown(at(fmt.Sprintf("topics[%d]", j)), "unknown_topic", r.c.UnknownTopic, topic)
			}
		}
	}
}

func (r *reader) checkPolicies() {
	numbers := map[string]bool{}
	for i, p := range r.c.Policies {
		at := func(key string) pos { return r.c.at(templatesFile, fmt.Sprintf("policies[%d].%s", i, key)) }
		switch {
		case p.Number == "":
			r.fault(at("number"), "fault.missing.policy")
		case numbers[p.Number]:
			r.fault(at("number"), "fault.duplicate_id.policy", p.Number)
		}
		numbers[p.Number] = true
		if p.URL != "" {
			if why := notPublic(p.URL, false); why != "" {
				r.fault(at("url"), "fault.url.policy", p.URL, words.Of(why))
			}
		}
	}
}
