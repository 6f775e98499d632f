package setup

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"huiying/collectors/intake"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/console/kit"
	"huiying/console/setup"
	"huiying/opinion"
	"huiying/words"
)

// Ends are how names of files of lists end.
func (m *maker) Ends() []string { return []string{".xlsx", ".xls", ".csv", ".html", ".xml"} }

// Read says what was understood of a list, and what it proposes.
func (m *maker) Read(a setup.Answers, lang string) (out setup.Read, err error) {
	list, err := intake.ReadUnits(a.List.Raw, a.List.Name, a.List.Columns)
	if err != nil {
		code := "file"
		if errors.Is(err, intake.ErrHeader) {
			code = "header"
		}
		return out, &kit.Error{Kind: kit.Invalid, Code: "list_" + code, Phrase: words.Of("error.setup.list." + code), Err: err}
	}
	out.Meanings, out.Units, out.Dropped = intake.UnitMeanings(), len(list.Units), list.Dropped
	for _, c := range list.Columns {
		out.Columns = append(out.Columns, setup.Column{Label: c.Label, Means: c.Means})
	}
	bare := a
	bare.List = setup.List{}
	_, cfg, _, err := m.files(bare)
	if err != nil {
		return out, err
	}
	all, unknown, err := m.compare(a, cfg)
	if err != nil {
		return out, err
	}
	for _, p := range all {
		out.Proposals = append(out.Proposals, setup.Proposal{Key: key(p), Words: told(cfg, p, lang)})
	}
	for _, u := range unknown {
		out.Unknown = append(out.Unknown, u.Name)
	}
	return out, nil
}

// compare is what a list proposes to change of what would be made without it.
func (m *maker) compare(a setup.Answers, cfg *configs.Config) ([]usual.Proposal, []usual.Listed, error) {
	list, err := intake.ReadUnits(a.List.Raw, a.List.Name, a.List.Columns)
	if err != nil {
		return nil, nil, err
	}
	var listed []usual.Listed
	for _, u := range list.Units {
		if u.Division == "" || strings.TrimRight(u.Division, "0") == strings.TrimRight(cfg.Region, "0") {
			listed = append(listed, usual.Listed{Line: u.Line, Name: u.Name, Duties: u.Duties})
		}
	}
	return usual.Compare(m.places, m.table, cfg.Region, cfg.Units, cfg.Topics, listed)
}

// listed are the files with what was taken of a list.
func (m *maker) listed(a setup.Answers, cfg *configs.Config, files []usual.File) ([]usual.File, error) {
	all, _, err := m.compare(a, cfg)
	if err != nil {
		return nil, err
	}
	taken := slices.DeleteFunc(all, func(p usual.Proposal) bool { return !slices.Contains(a.List.Taken, key(p)) })
	files = slices.Clone(files)
	for i, f := range files {
		if f.Name == "units.yaml" {
			files[i].Text, err = usual.Rewrite(f.Text, cfg.Units, usual.Taken(cfg.Units, taken),
				words.Say(words.First, "cli.fill.heading"))
		}
	}
	return files, err
}

// key tells a proposal from the others of a list.
func key(p usual.Proposal) string { return fmt.Sprint(p.What, " ", p.Unit.ID, " ", p.Topic) }

// told is a proposal as a person reads it.
func told(cfg *configs.Config, p usual.Proposal, lang string) string {
	say := func(key string, args ...any) string { return words.Say(lang, key, args...) }
	from := say("cli.lists.nobody")
	if i := slices.IndexFunc(cfg.Units, func(u opinion.Unit) bool { return u.ID == p.From }); i >= 0 {
		from = cfg.Units[i].Name
	}
	between := say("cli.fill.between")
	switch p.What {
	case usual.Renamed:
		return say("cli.lists.renamed", p.Unit.Name, p.Name, p.Line)
	case usual.Added:
		return say("cli.lists.added", p.Unit.Name, strings.Join(topicNames(cfg, p.Unit.Topics, lang), between), p.Line, p.Words)
	}
	return say("cli.lists.moved", strings.Join(topicNames(cfg, []string{p.Topic}, lang), between), p.Unit.Name, from, p.Line, p.Words)
}
